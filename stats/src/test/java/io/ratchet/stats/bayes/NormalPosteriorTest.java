// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Better;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Property;
import io.ratchet.stats.Result;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class NormalPosteriorTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);
  private static final NormalPrior FLAT = new NormalPrior.Flat();

  @Test
  void whatKeepingLosesBeyondShippingIsTheExpectedGain() {
    Property.holds((random, size) -> {
      NormalPosterior posterior = posterior(random, size);
      Comparison higher = posterior.comparison(Better.HIGHER);
      assertThat(higher.lossOfKeeping() - higher.lossOfShipping())
          .isCloseTo(
              posterior.mean(),
              within(1e-14 * (Math.abs(posterior.mean()) + posterior.deviation())));
      assertThat(higher.chanceToWin() >= 0.5).isEqualTo(posterior.mean() >= 0);
    });
  }

  @Test
  void lowerIsBetterTurnsTheMetricRound() {
    Property.holds((random, size) -> {
      NormalPosterior posterior = posterior(random, size);
      NormalPosterior turned = new NormalPosterior(-posterior.mean(), posterior.deviation());
      assertThat(posterior.comparison(Better.LOWER)).isEqualTo(turned.comparison(Better.HIGHER));
    });
  }

  @Test
  void priorDrawsTheEstimateTowardsItselfAndNarrowsIt() {
    Property.holds((random, size) -> {
      double estimate = random.nextGaussian() * size;
      double variance = Math.exp(random.nextDouble(-40, 40));
      NormalPrior.Proper prior =
          new NormalPrior.Proper(random.nextGaussian(), Math.exp(random.nextDouble(-40, 40)));
      NormalPosterior posterior = NormalPosterior.of(estimate, variance, prior);
      double least = Math.sqrt(Math.min(variance, prior.variance()));
      assertThat(posterior.mean())
          .isBetween(
              Math.min(estimate, prior.mean()) - 1e-9, Math.max(estimate, prior.mean()) + 1e-9);
      assertThat(posterior.deviation()).isBetween(least / 1.4143, least);
    });
  }

  @Test
  void keepsTheDigitsOfTinyLosses() {
    Comparison comparison = new NormalPosterior(10, 1).comparison(Better.HIGHER);
    assertThat(comparison.lossOfShipping() / 7.47456025458933e-25).isCloseTo(1, within(1e-9));
  }

  @Test
  void isCertainWithoutVariance() {
    NormalPosterior better = NormalPosterior.of(2, 0, NormalPrior.ofLifts());
    assertThat(better.comparison(Better.HIGHER)).isEqualTo(new Comparison(1, 0, 2));
    assertThat(better.comparison(Better.LOWER)).isEqualTo(new Comparison(0, 2, 0));
    assertThat(NormalPosterior.of(0, 0, FLAT).comparison(Better.HIGHER))
        .isEqualTo(new Comparison(0.5, 0, 0));
    assertThat(better.credible(CONFIDENCE)).isEqualTo(new Interval(2, 2, CONFIDENCE));
  }

  @Test
  void answersAtTheLimitsOfDoubles() {
    for (double mean : new double[] {0, 1e-300, -1e300, 1e300, Double.MIN_VALUE}) {
      for (double deviation : new double[] {0, Double.MIN_VALUE, 1e-200, 1, 1e300}) {
        NormalPosterior posterior = new NormalPosterior(mean, deviation);
        assertThat(posterior.comparison(Better.LOWER).lossOfShipping()).isGreaterThanOrEqualTo(0);
        assertThat(posterior.credible(CONFIDENCE).contains(mean)).isTrue();
        NormalPosterior combined =
            NormalPosterior.of(mean, deviation, NormalPrior.ofLifts().scaled(1e200));
        assertThat(combined.deviation()).isFinite();
      }
    }
  }

  @Test
  void refusesWhatIsNoEstimate() {
    assertThatThrownBy(() -> NormalPosterior.of(Double.NaN, 1, FLAT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NormalPosterior.of(1, -1, FLAT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NormalPrior.Proper(0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysWhyDataHaveNoPosterior() {
    Moments one = Moments.of(1);
    Moments noise = Moments.of(-1, 1, -2, 2);
    assertThat(reason(NormalPosterior.difference(one, noise, FLAT)))
        .isEqualTo(Result.Reason.TOO_FEW_OBSERVATIONS);
    assertThat(reason(NormalPosterior.relative(noise, one, FLAT)))
        .isEqualTo(Result.Reason.TOO_FEW_OBSERVATIONS);
    assertThat(reason(NormalPosterior.relative(noise, noise, FLAT)))
        .isEqualTo(Result.Reason.BASELINE_NEAR_ZERO);
    assertThat(reason(NormalPosterior.differenceUnderRelativePrior(noise, noise, FLAT)))
        .isEqualTo(Result.Reason.BASELINE_NEAR_ZERO);
  }

  @Test
  void relativePriorIsScaledByTheControl() {
    Moments control = Moments.ofVariance(1000, -20, 4);
    Moments treatment = Moments.ofVariance(1000, -19, 4);
    NormalPosterior scaled =
        value(
            NormalPosterior.differenceUnderRelativePrior(
                control, treatment, new NormalPrior.Proper(0.1, 0.0001)));
    NormalPosterior given =
        value(NormalPosterior.difference(control, treatment, new NormalPrior.Proper(2, 0.04)));
    assertThat(scaled.mean()).isCloseTo(given.mean(), within(1e-12));
    assertThat(scaled.deviation()).isCloseTo(given.deviation(), within(1e-12));
  }

  /** With true effects drawn from the prior, credible intervals hold as many as they say. */
  @Test
  void credibleIntervalsHoldTheirShareOfTrueEffects() {
    SplittableRandom random = new SplittableRandom(11);
    int held = 0;
    double claimed = 0;
    int won = 0;
    int trials = 20_000;
    for (int i = 0; i < trials; i++) {
      double truth = 0.3 * random.nextGaussian();
      double estimate = truth + 0.4 * random.nextGaussian();
      NormalPosterior posterior = NormalPosterior.of(estimate, 0.16, NormalPrior.ofLifts());
      held += posterior.credible(CONFIDENCE).contains(truth) ? 1 : 0;
      claimed += posterior.comparison(Better.HIGHER).chanceToWin();
      won += truth > 0 ? 1 : 0;
    }
    assertThat(held / (double) trials).isCloseTo(0.95, within(0.006));
    assertThat(claimed / trials).isCloseTo(won / (double) trials, within(0.012));
  }

  private static NormalPosterior posterior(RandomGenerator random, int size) {
    return new NormalPosterior(random.nextGaussian() * size, Math.exp(random.nextDouble(-20, 20)));
  }

  private static NormalPosterior value(Result<NormalPosterior> result) {
    return result.asOptional().orElseThrow();
  }

  private static <T> Result.Reason reason(Result<T> result) {
    return ((Result.Degenerate<T>) result).reason();
  }
}
