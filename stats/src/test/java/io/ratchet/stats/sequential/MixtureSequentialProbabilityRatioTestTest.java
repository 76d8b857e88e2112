// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Property;
import io.ratchet.stats.Result;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class MixtureSequentialProbabilityRatioTestTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);

  @Test
  void isTheInverseOfThePublishedRatio() {
    Property.holds((random, size) -> {
      double v = 0.01 + random.nextDouble();
      double tau = 0.01 + random.nextDouble();
      double d = random.nextGaussian();
      long pairs = 1L + random.nextInt(size);
      double error = v / pairs;
      double ratio =
          Math.sqrt(error / (error + tau * tau))
              * Math.exp(d * d * tau * tau / (2 * error * (error + tau * tau)));
      assertThat(MixtureSequentialProbabilityRatioTest.pValue(d, v, pairs, tau))
          .isCloseTo(Math.min(1, 1 / ratio), within(1e-9));
    });
  }

  @Test
  void normalMetricsKeepThePromiseWithALookAfterEveryUnit() {
    SplittableRandom random = new SplittableRandom(6);
    int runs = 400;
    int decided = 0;
    for (int run = 0; run < runs; run++) {
      Moments control = Moments.EMPTY;
      Moments treatment = Moments.EMPTY;
      boolean found = false;
      for (int pair = 0; pair < 500 && !found; pair++) {
        control = control.plus(random.nextGaussian());
        treatment = treatment.plus(random.nextGaussian());
        found = pair >= 100 && estimated(test(control, treatment, 0.2)).pValue() <= 0.05;
      }
      decided += found ? 1 : 0;
    }
    assertThat(decided)
        .isLessThanOrEqualTo(BinomialDistribution.of(runs, 0.05).inverseSurvivalProbability(0.001));
  }

  @Test
  void theIntervalExcludesZeroWhenThePValueIsSmall() {
    Property.holds((random, size) -> {
      Moments control = Moments.ofVariance(2 + size, random.nextGaussian(), 1);
      Moments treatment = Moments.ofVariance(2 + size, random.nextGaussian(), 2);
      Effect.Estimated effect = estimated(test(control, treatment, 0.5));
      assertThat(effect.pValue() < 0.05).isEqualTo(!effect.interval().contains(0));
    });
  }

  @Test
  void answersWhatItCannotKnow() {
    Moments one = Moments.of(1);
    assertThat(test(one, Moments.of(1, 2), 1)).isInstanceOf(Result.Degenerate.class);
    assertThat(test(Moments.of(1, 1), Moments.of(2, 2), 1).asOptional().orElseThrow())
        .isInstanceOf(Effect.Exact.class);
    assertThatThrownBy(() -> test(one, one, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MixtureSequentialProbabilityRatioTest.pValue(Double.NaN, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Result<Effect> test(Moments control, Moments treatment, double tau) {
    return MixtureSequentialProbabilityRatioTest.of(
        control, treatment, tau, Alternative.TWO_SIDED, CONFIDENCE);
  }

  private static Effect.Estimated estimated(Result<Effect> result) {
    return (Effect.Estimated) result.asOptional().orElseThrow();
  }
}
