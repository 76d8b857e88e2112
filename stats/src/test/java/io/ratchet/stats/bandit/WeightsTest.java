// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Better;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Property;
import io.ratchet.stats.bayes.BestArms;
import io.ratchet.stats.bayes.NormalPosterior;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The rules that turn beliefs about arms into shares of traffic. */
class WeightsTest {

  @Test
  void topTwoGivesTwoArmsTheLeadersShareAndTheRest() {
    assertThat(TopTwo.of(arms(Better.HIGHER, 1.0, 9.0), 0.6)).containsExactly(0.4, 0.6);
    assertThat(TopTwo.of(arms(Better.LOWER, 1.0, 9.0), 0.6)).containsExactly(0.6, 0.4);
    assertThat(TopTwo.of(arms(Better.LOWER, 1.0), 0.5)).containsExactly(1.0);
  }

  @Test
  void topTwoOfLowerIsBetterPicksTheTwoLowest() {
    List<Double> weights = TopTwo.of(arms(Better.LOWER, 1.0, 1.2, 1.4), 0.5);
    assertThat(weights.get(0)).isCloseTo(0.5, within(1e-9));
    assertThat(weights.get(1)).isCloseTo(0.5, within(1e-9));
    assertThat(weights.get(2)).isCloseTo(0, within(1e-9));
    List<Double> hopeless = TopTwo.of(arms(Better.LOWER, 1.0, 1000.0, 900.0), 0.5);
    assertThat(hopeless).containsExactly(0.5, 0.0, 0.5);
  }

  @Test
  void topTwoIsWhatResamplingWouldPlay() {
    BestArms arms = new BestArms(List.of(0.5, 0.3, 0.2), List.of(0.0, 0.0, 0.0));
    List<Double> weights = TopTwo.of(arms, 0.5);
    double first = 0.5 * 0.5 + 0.5 * (0.3 * 0.5 / 0.7 + 0.2 * 0.5 / 0.8);
    assertThat(weights.get(0)).isCloseTo(first, within(1e-15));
    assertThat(sum(weights)).isCloseTo(1, within(1e-15));
  }

  @Test
  void topTwoFollowsTheMetricTurnedRound() {
    Property.holds((random, size) -> {
      List<NormalPosterior> arms = new ArrayList<>();
      List<NormalPosterior> turned = new ArrayList<>();
      for (int arm = 0; arm < 1 + size % 4; arm++) {
        double mean = random.nextGaussian() * size / 50;
        arms.add(new NormalPosterior(mean, 0.5));
        turned.add(new NormalPosterior(-mean, 0.5));
      }
      double share = random.nextDouble();
      List<Double> there = TopTwo.of(BestArms.ofNormals(arms, Better.HIGHER), share);
      List<Double> back = TopTwo.of(BestArms.ofNormals(turned, Better.LOWER), share);
      assertThat(sum(there)).isCloseTo(1, within(1e-9));
      for (int arm = 0; arm < arms.size(); arm++) {
        assertThat(back.get(arm)).isCloseTo(there.get(arm), within(1e-9));
      }
    });
  }

  @Test
  void floorKeepsOrderAndSum() {
    Property.holds((random, size) -> {
      List<Double> weights = weights(random, 1 + size % 7);
      double floor = random.nextDouble(-0.2, 0.6);
      List<Double> floored = WeightFloor.of(weights, floor);
      assertThat(sum(floored)).isCloseTo(1, within(1e-9));
      double least = Math.min(Math.max(0, floor), 1.0 / weights.size());
      for (int arm = 0; arm < weights.size(); arm++) {
        assertThat(floored.get(arm)).isGreaterThanOrEqualTo(least - 1e-12);
      }
    });
  }

  @Test
  void floorRefusesWhatDoesNotAddUp() {
    assertThatThrownBy(() -> WeightFloor.of(List.of(0.5, 0.6), 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("add up");
    assertThatThrownBy(() -> WeightFloor.of(List.of(1.5, -0.5), 0.1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void leaderIsTheLowestWhereLowerIsBetter() {
    List<Moments> arms = List.of(Moments.of(5, 6), Moments.of(2, 3), Moments.of(9), Moments.EMPTY);
    assertThat(Leader.of(arms, Better.LOWER)).isEqualTo(1);
    assertThat(Leader.of(arms, Better.HIGHER)).isZero();
    assertThat(Leader.of(List.of(Moments.EMPTY), Better.HIGHER)).isZero();
  }

  @Test
  void upperConfidenceTriesEveryArmFirst() {
    List<Moments> arms = List.of(Moments.of(1, 1, 1), Moments.EMPTY, Moments.of(0));
    assertThat(UpperConfidence.next(arms, Better.HIGHER, 1)).isEqualTo(1);
    List<Moments> costs = List.of(Moments.of(0.9, 0.8), Moments.of(0.1, 0.2));
    assertThat(UpperConfidence.next(costs, Better.LOWER, 1)).isEqualTo(1);
    assertThat(UpperConfidence.next(costs, Better.HIGHER, 1)).isZero();
    assertThatThrownBy(() -> UpperConfidence.bound(Moments.EMPTY, 5, Better.HIGHER, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void epsilonGreedyFavoursTheLeader() {
    List<Double> weights = EpsilonGreedy.of(4, 2, 0.2);
    assertThat(weights.get(2)).isCloseTo(0.85, within(1e-12));
    assertThat(sum(weights)).isCloseTo(1, within(1e-12));
    assertThatThrownBy(() -> EpsilonGreedy.of(4, 2, 1.2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static BestArms arms(Better better, double... means) {
    List<NormalPosterior> arms = new ArrayList<>();
    for (double mean : means) {
      arms.add(new NormalPosterior(mean, 0.01));
    }
    return BestArms.ofNormals(arms, better);
  }

  private static List<Double> weights(RandomGenerator random, int arms) {
    List<Double> raw = new ArrayList<>();
    for (int arm = 0; arm < arms; arm++) {
      raw.add(random.nextDouble() + 1e-9);
    }
    double total = sum(raw);
    return raw.stream().map(weight -> weight / total).toList();
  }

  private static double sum(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }
}
