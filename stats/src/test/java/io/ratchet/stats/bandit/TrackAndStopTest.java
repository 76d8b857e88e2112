// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Better;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Property;
import io.ratchet.stats.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TrackAndStopTest {
  private static final TrackAndStop.Stopping STOPPING = new TrackAndStop.Stopping(0, 0.05, 20);

  @Test
  void splitsTwoArmsByTheirDeviations() {
    Property.holds((random, size) -> {
      double ratio = Math.exp(random.nextDouble(-3, 3));
      List<Moments> arms =
          List.of(
              Moments.ofVariance(50, 0, ratio * ratio),
              Moments.ofVariance(50, random.nextGaussian() * size, 1));
      List<Double> weights = weights(arms, exploration(0.1, 0, 0));
      assertThat(weights.get(0)).isCloseTo(ratio / (1 + ratio), within(1e-5));
    });
  }

  @Test
  void noNudgeOfTheWeightsMakesTheProblemEasier() {
    Property.holds((random, size) -> {
      List<Moments> arms = arms(random, 2 + size % 4);
      double regularization = random.nextInt(3) * random.nextDouble();
      double least = 0.3 * random.nextDouble() / arms.size();
      List<Double> best = weights(arms, exploration(0.05, least, regularization));
      double cost = cost(arms, best, 0.05, regularization);
      for (int from = 0; from < arms.size(); from++) {
        assertThat(best.get(from)).isGreaterThanOrEqualTo(least - 1e-9);
        for (int to = 0; to < arms.size(); to++) {
          double step = Math.min(1e-3, best.get(from) - least);
          List<Double> nudged = new ArrayList<>(best);
          nudged.set(from, best.get(from) - step);
          nudged.set(to, nudged.get(to) + step);
          assertThat(cost(arms, nudged, 0.05, regularization))
              .isGreaterThanOrEqualTo(cost * (1 - 1e-6));
        }
      }
    });
  }

  @Test
  void answersWhenNothingVariesOrAllTies() {
    List<Moments> free = List.of(Moments.of(0, 0), Moments.of(0, 0), Moments.of(0, 0));
    for (double least : new double[] {0, 0.1, 0.5}) {
      List<Double> weights = weights(free, exploration(0, least, 0.5));
      assertThat(weights).allSatisfy(weight -> assertThat(weight).isBetween(0.0, 1.0));
      assertThat(weights.stream().mapToDouble(w -> w).sum()).isCloseTo(1, within(1e-9));
    }
    List<Moments> tied = List.of(Moments.of(0, 2), Moments.of(0, 2), Moments.of(-9, -7));
    List<Double> weights = weights(tied, exploration(0, 0.01, 0));
    assertThat(weights.get(0)).isCloseTo(weights.get(1), within(1e-4));
  }

  @Test
  void needsUnitsOfEveryArm() {
    List<Moments> arms = List.of(Moments.of(0, 2), Moments.of(1));
    assertThat(TrackAndStop.weights(arms, Better.HIGHER, exploration(0, 0, 0)))
        .isInstanceOf(Result.Degenerate.class);
    assertThat(TrackAndStop.decide(arms, Better.HIGHER, STOPPING))
        .isInstanceOf(Result.Degenerate.class);
    assertThatThrownBy(() -> TrackAndStop.decide(List.of(), Better.HIGHER, STOPPING))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void stopsAtOnceOnlyWithoutAnyVariation() {
    Moments always = Moments.ofVariance(100, 1, 0);
    Moments never = Moments.ofVariance(100, 0, 0);
    assertThat(decide(List.of(never, always), Better.HIGHER).stops()).isTrue();
    assertThat(decide(List.of(never, always), Better.LOWER).leader()).isZero();
    assertThat(decide(List.of(always, always), Better.HIGHER).stops()).isFalse();
  }

  /** Two equal arms and a slightly worse one, looked at every 20 units an arm. */
  @Test
  void seldomCallsTheWrongArm() {
    SplittableRandom random = new SplittableRandom(5);
    int wrong = 0;
    int stopped = 0;
    for (int run = 0; run < 400; run++) {
      List<Moments> arms = new ArrayList<>(List.of(Moments.EMPTY, Moments.EMPTY));
      boolean stops = false;
      for (int look = 0; look < 40 && !stops; look++) {
        for (int unit = 0; unit < 20; unit++) {
          arms.set(0, arms.get(0).plus(random.nextDouble() < 0.5 ? 1 : 0));
          arms.set(1, arms.get(1).plus(random.nextDouble() < 0.6 ? 1 : 0));
        }
        TrackAndStop.Decision decision = decide(arms, Better.LOWER);
        stops = decision.stops();
        wrong += stops && decision.leader() != 0 ? 1 : 0;
      }
      stopped += stops ? 1 : 0;
    }
    assertThat(wrong).isLessThan(20);
    assertThat(stopped).isGreaterThan(280);
  }

  private static TrackAndStop.Decision decide(List<Moments> arms, Better better) {
    return TrackAndStop.decide(arms, better, STOPPING).asOptional().orElseThrow();
  }

  private static TrackAndStop.Exploration exploration(
      double tolerance, double least, double regularization) {
    return new TrackAndStop.Exploration(tolerance, least, regularization);
  }

  private static List<Double> weights(List<Moments> arms, TrackAndStop.Exploration exploration) {
    return TrackAndStop.weights(arms, Better.HIGHER, exploration).asOptional().orElseThrow();
  }

  private static double cost(
      List<Moments> arms, List<Double> weights, double tolerance, double regularization) {
    int leader = Leader.of(arms, Better.HIGHER);
    double worst = 0;
    double distance = 0;
    long units = 0;
    for (int arm = 0; arm < arms.size(); arm++) {
      double gap = arms.get(leader).mean() - arms.get(arm).mean() + tolerance;
      double spread =
          arms.get(leader).variance() / weights.get(leader)
              + arms.get(arm).variance() / weights.get(arm);
      worst = arm == leader ? worst : Math.max(worst, 2 * spread / (gap * gap));
      distance += Math.pow(weights.get(arm) - 1.0 / arms.size(), 2);
      units += arms.get(arm).n();
    }
    return worst + regularization / Math.sqrt((double) units) * distance;
  }

  private static List<Moments> arms(RandomGenerator random, int count) {
    List<Moments> arms = new ArrayList<>();
    for (int arm = 0; arm < count; arm++) {
      arms.add(
          Moments.ofVariance(
              2 + random.nextInt(100), random.nextDouble(), 0.01 + random.nextDouble() / 4));
    }
    return arms;
  }
}
