// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Better;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Property;
import io.ratchet.stats.Proportion;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.commons.numbers.gamma.LogBeta;
import org.junit.jupiter.api.Test;

class BestArmsTest {

  @Test
  void agreesWithTheClosedFormOfTwoNormalArms() {
    Property.holds((random, size) -> {
      NormalPosterior one = normal(random, size);
      NormalPosterior other = normal(random, size);
      double deviation = Math.hypot(one.deviation(), other.deviation());
      NormalPosterior difference = new NormalPosterior(other.mean() - one.mean(), deviation);
      for (Better better : Better.values()) {
        BestArms arms = BestArms.ofNormals(List.of(one, other), better);
        Comparison closed = difference.comparison(better);
        assertThat(arms.probabilities().get(1)).isCloseTo(closed.chanceToWin(), within(1e-10));
        double digits = 1e-10 * (Math.abs(difference.mean()) + deviation);
        assertThat(arms.expectedLosses().get(1)).isCloseTo(closed.lossOfShipping(), within(digits));
        assertThat(arms.expectedLosses().get(0)).isCloseTo(closed.lossOfKeeping(), within(digits));
      }
    });
  }

  /** Evan Miller's sum for whole parameters. */
  @Test
  void agreesWithTheClosedSumOfTwoRates() {
    Property.holds((random, size) -> {
      BetaPosterior one = whole(random, size);
      BetaPosterior other = whole(random, size);
      double sum = 0;
      for (int i = 0; i < other.alpha(); i++) {
        sum +=
            Math.exp(
                LogBeta.value(one.alpha() + i, one.beta() + other.beta())
                    - Math.log(other.beta() + i)
                    - LogBeta.value(1 + i, other.beta())
                    - LogBeta.value(one.alpha(), one.beta()));
      }
      assertThat(BetaPosterior.comparison(one, other, Better.HIGHER).chanceToWin())
          .isCloseTo(sum, within(1e-10));
    });
  }

  /** The numbers are closed sums in forty digits. */
  @Test
  void keepsItsDigitsForRareAndForManyTrials() {
    check(2, 1e6, 4, 1e6, 0.81249968750039, 2.49999437500906e-7);
    check(1001, 9001, 1101, 8901, 0.989457354431714, 1.55824438322014e-5);
    check(5, 999_995, 3, 999_999, 0.22656126953084, 2.36718967968847e-6);
    check(1, 1_000_001, 30, 31, 1, 3.13252864782530e-137);
    check(2, 1e9, 4, 1e9, 0.8124999996875, 2.499999994375e-10);
    check(1, 1, 1, 1, 0.5, 1 / 6.0);
  }

  private static void check(double a1, double b1, double a2, double b2, double win, double loss) {
    BetaPosterior control = new BetaPosterior(a1, b1);
    BetaPosterior treatment = new BetaPosterior(a2, b2);
    Comparison comparison = BetaPosterior.comparison(control, treatment, Better.HIGHER);
    assertThat(comparison.chanceToWin()).isCloseTo(win, within(1e-10));
    assertThat(comparison.lossOfShipping()).isCloseTo(loss, within(1e-9 * loss));
    Comparison turned =
        BetaPosterior.comparison(
            new BetaPosterior(b1, a1), new BetaPosterior(b2, a2), Better.LOWER);
    assertThat(turned.chanceToWin()).isCloseTo(win, within(1e-10));
    assertThat(turned.lossOfShipping()).isCloseTo(loss, within(1e-9 * loss));
  }

  @Test
  void hugeCountsBehaveLikeNormalOnes() {
    Proportion control = new Proportion(500_000_000_000L, 1_000_000_000_000L);
    Proportion treatment = new Proportion(500_000_700_000L, 1_000_000_000_000L);
    Comparison exact =
        BetaPosterior.comparison(
            BetaPosterior.of(control, BetaPrior.UNIFORM),
            BetaPosterior.of(treatment, BetaPrior.UNIFORM),
            Better.HIGHER);
    Comparison normal = new NormalPosterior(7e-7, Math.sqrt(0.5e-12)).comparison(Better.HIGHER);
    assertThat(exact.chanceToWin()).isCloseTo(normal.chanceToWin(), within(1e-5));
    assertThat(exact.lossOfShipping() / normal.lossOfShipping()).isCloseTo(1, within(1e-4));
  }

  @Test
  void chancesAddUpAndFollowTheirArms() {
    Property.holds((random, size) -> {
      List<NormalPosterior> arms = new ArrayList<>();
      for (int arm = 0; arm < 2 + size % 5; arm++) {
        arms.add(random.nextInt(6) == 0 ? new NormalPosterior(1, 0) : normal(random, size));
      }
      BestArms there = BestArms.ofNormals(arms, Better.LOWER);
      BestArms back = BestArms.ofNormals(arms.reversed(), Better.LOWER);
      assertThat(sum(there.probabilities())).isCloseTo(1, within(1e-9));
      for (int arm = 0; arm < arms.size(); arm++) {
        int mirrored = arms.size() - 1 - arm;
        assertThat(back.probabilities().get(mirrored))
            .isCloseTo(there.probabilities().get(arm), within(1e-9));
        assertThat(there.probabilities().get(arm)).isBetween(0.0, 1.0 + 1e-12);
        assertThat(there.expectedLosses().get(arm)).isGreaterThanOrEqualTo(0).isFinite();
      }
    });
  }

  @Test
  void equalArmsShareAlike() {
    BetaPosterior rate = new BetaPosterior(3, 40);
    assertThat(BestArms.ofRates(List.of(rate, rate, rate, rate), Better.LOWER).probabilities())
        .allSatisfy(chance -> assertThat(chance).isCloseTo(0.25, within(1e-12)));
    NormalPosterior certain = new NormalPosterior(2, 0);
    NormalPosterior worse = new NormalPosterior(1, 0);
    BestArms arms = BestArms.ofNormals(List.of(certain, worse, certain), Better.HIGHER);
    assertThat(arms.probabilities()).containsExactly(0.5, 0.0, 0.5);
    assertThat(arms.expectedLosses().get(1)).isCloseTo(1, within(1e-12));
    assertThat(arms.leader()).isZero();
  }

  @Test
  void farAndNarrowArmsDoNotDisturbTheRace() {
    List<NormalPosterior> arms =
        List.of(
            new NormalPosterior(1e9, 1e-9),
            new NormalPosterior(-1e9, 1e3),
            new NormalPosterior(1e9, 1e-3));
    BestArms best = BestArms.ofNormals(arms, Better.HIGHER);
    assertThat(best.probabilities().get(0)).isCloseTo(0.5, within(1e-9));
    assertThat(best.expectedLosses().get(1)).isCloseTo(2e9, within(1.0));
  }

  @Test
  void answersAtTheLimitsOfDoubles() {
    double[] scales = {0, Double.MIN_VALUE, 1e-310, 1e-200, 1e-8, 1, 1e9, 1e300};
    for (double one : scales) {
      for (double other : scales) {
        List<NormalPosterior> arms =
            List.of(new NormalPosterior(one, other), new NormalPosterior(-other, one));
        BestArms best = BestArms.ofNormals(arms, Better.LOWER);
        assertThat(sum(best.probabilities())).isCloseTo(1, within(1e-9));
        assertThat(best.expectedLosses())
            .allSatisfy(loss -> assertThat(loss).isGreaterThanOrEqualTo(0).isFinite());
      }
    }
    List<NormalPosterior> needle =
        List.of(new NormalPosterior(0, 1e9), new NormalPosterior(-1e9, 1e-8));
    assertThat(BestArms.ofNormals(needle, Better.HIGHER).probabilities().get(0))
        .isCloseTo(0.841344746068543, within(1e-9));
  }

  @Test
  void priorsOfHalfSuccessesAreIntegratedToo() {
    BetaPosterior jeffreys = BetaPosterior.of(new Proportion(0, 0), new BetaPrior(0.5, 0.5));
    BetaPosterior uniform = BetaPosterior.of(new Proportion(0, 0), BetaPrior.UNIFORM);
    Comparison comparison = BetaPosterior.comparison(jeffreys, uniform, Better.HIGHER);
    assertThat(comparison.chanceToWin()).isCloseTo(0.5, within(1e-10));
    BetaPosterior sparse = new BetaPosterior(0.1, 0.1);
    assertThat(BetaPosterior.comparison(sparse, uniform, Better.LOWER).chanceToWin())
        .isCloseTo(0.5, within(1e-9));
  }

  @Test
  void refusesWhatIsNoBelief() {
    assertThatThrownBy(() -> new BetaPrior(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BestArms.ofRates(List.of(), Better.HIGHER))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BestArms.ofNormals(List.of(), Better.HIGHER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void credibleIntervalLeavesEqualTails() {
    Property.holds((random, size) -> {
      Proportion seen =
          new Proportion(random.nextInt(size), size * (1 + random.nextLong(1_000_000)));
      BetaPosterior posterior = BetaPosterior.of(seen, BetaPrior.UNIFORM);
      Interval interval = posterior.credible(Confidence.of(0.9));
      assertThat(posterior.below(interval.lower())).isCloseTo(0.05, within(1e-8));
      assertThat(posterior.below(interval.upper())).isCloseTo(0.95, within(1e-8));
      assertThat(interval.contains(posterior.mean())).isTrue();
    });
  }

  @Test
  void credibleIntervalsHoldTheirShareOfTrueRates() {
    SplittableRandom random = new SplittableRandom(3);
    int held = 0;
    int runs = 3000;
    for (int run = 0; run < runs; run++) {
      double rate = random.nextDouble();
      int successes = 0;
      for (int i = 0; i < 30; i++) {
        successes += random.nextDouble() < rate ? 1 : 0;
      }
      BetaPosterior posterior = BetaPosterior.of(new Proportion(successes, 30), BetaPrior.UNIFORM);
      held += posterior.credible(Confidence.of(0.9)).contains(rate) ? 1 : 0;
    }
    assertThat(held / (double) runs).isCloseTo(0.9, within(0.02));
  }

  private static double sum(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static NormalPosterior normal(RandomGenerator random, int size) {
    return new NormalPosterior(
        random.nextGaussian() * size / 20, Math.exp(random.nextDouble(-4, 4)));
  }

  private static BetaPosterior whole(RandomGenerator random, int size) {
    return new BetaPosterior(1 + random.nextInt(size), 1 + random.nextInt(size));
  }
}
