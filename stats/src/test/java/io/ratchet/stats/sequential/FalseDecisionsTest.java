// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.TwoProportionTest;
import io.ratchet.stats.fixed.WelchTest;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Experiments between two equal versions, with a look after every unit and a decision at the first
 * interval that excludes zero: hardly more than alpha of them may decide at all.
 *
 * <p>A rule fails when its number of false decisions is one that a rule with a chance of exactly
 * alpha would exceed once in a thousand such tests.
 */
class FalseDecisionsTest {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);
  private static final long FIRST_LOOK = 100;

  /** The p-value by which a rule decides after each unit. */
  private interface Rule<T> {
    double pValue(T control, T treatment);
  }

  /** One A/A experiment: draws units until it decides or reaches the total. */
  private interface Experiment {
    boolean decides(SplittableRandom random);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.5, 2000, 10000", "0.9, 0.5, 2000, 10000", "0.99, 0.5, 2000, 10000",
    "0.5, 0.2, 400, 10000", "0.9, 0.2, 400, 10000", "0.99, 0.2, 400, 10000",
    "0.5, 0.05, 2000, 10000", "0.9, 0.05, 2000, 10000", "0.99, 0.05, 2000, 10000"
  })
  void ratesKeepThePromise(double rate, double share, long planned, long total) {
    Rule<Proportion> rule = rates(NormalMixture.tunedFor(planned, CONFIDENCE));
    assertKept(2000, random -> rateExperiment(random, rate, share, total, rule));
  }

  @ParameterizedTest
  @CsvSource({"0.9, 0.5", "0.99, 0.2", "0.9, 0.05"})
  void ratesOfUsersWithManyCallsKeepItWithALookAfterEveryCall(double rate, double share) {
    NormalMixture mixture = NormalMixture.tunedFor(2000, CONFIDENCE);
    Rule<Moments> rule =
        (control, treatment) -> {
          double scale = 1 / RateConfidenceSequence.dispersion(control, treatment);
          double time = NormalMixture.time(control.n(), treatment.n());
          return RateConfidenceSequence.pValue(
              RateConfidenceSequence.likelihood(control, treatment, scale),
              time,
              Alternative.TWO_SIDED,
              mixture);
        };
    assertKept(1000, random -> userExperiment(random, rate, share, 8000, rule));
  }

  @ParameterizedTest
  @CsvSource({"0.9, 0.5", "0.98, 0.2", "0.95, 0.05"})
  void theTrueDifferenceStaysInsideAlmostAlways(double rate, double share) {
    double margin = 0.02;
    NormalMixture mixture = NormalMixture.tunedFor(2000, CONFIDENCE);
    assertKept(200, random -> marginExperiment(random, rate, margin, share, mixture));
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "1, 0.2", "1, 0.05", "2, 0.5", "2, 0.2", "2, 0.05"})
  void skewedMeansKeepThePromise(double variation, double share) {
    NormalMixture mixture = NormalMixture.tunedFor(2000, CONFIDENCE);
    Rule<Moments> rule =
        (control, treatment) ->
            pValue(
                MeanConfidenceSequence.of(
                    control, treatment, Alternative.TWO_SIDED, mixture, CONFIDENCE));
    Rule<Moments> relative =
        (control, treatment) ->
            pValue(
                MeanConfidenceSequence.relative(
                    control, treatment, Alternative.TWO_SIDED, mixture, CONFIDENCE));
    assertKept(500, random -> costExperiment(random, variation, share, 10_000, rule));
    assertKept(500, random -> costExperiment(random, variation, share, 10_000, relative));
  }

  @Test
  void thePlainSequenceBreaksThePromiseInSmallArms() {
    NormalMixture mixture = NormalMixture.tunedFor(4000, CONFIDENCE);
    Rule<Moments> plain =
        (control, treatment) ->
            pValue(
                AsymptoticConfidenceSequence.of(
                    control, treatment, Alternative.TWO_SIDED, mixture, CONFIDENCE));
    Rule<Proportion> ofRates = (c, t) -> plain.pValue(c.moments(), t.moments());
    assertBroken(200, random -> rateExperiment(random, 0.99, 0.05, 10_000, ofRates));
    assertBroken(1000, random -> costExperiment(random, 2, 0.05, 10_000, plain));
  }

  @Test
  void oneLookTestsBreakThePromiseWhenTheyAreLookedAtAllTheTime() {
    Rule<Proportion> z =
        (control, treatment) -> pValue(TwoProportionTest.of(control, treatment, CONFIDENCE));
    assertBroken(100, random -> rateExperiment(random, 0.9, 0.5, 5000, z));
    Rule<Moments> welch =
        (control, treatment) ->
            pValue(WelchTest.of(control, treatment, Alternative.TWO_SIDED, CONFIDENCE));
    assertBroken(100, random -> costExperiment(random, 1, 0.5, 2000, welch));
  }

  private static Rule<Proportion> rates(NormalMixture mixture) {
    return (control, treatment) ->
        RateConfidenceSequence.pValue(
            new RateDifferenceLikelihood(
                control.successes(),
                control.failures(),
                treatment.successes(),
                treatment.failures()),
            NormalMixture.time(control.trials(), treatment.trials()),
            Alternative.TWO_SIDED,
            mixture);
  }

  private static boolean rateExperiment(
      SplittableRandom random, double rate, double share, long total, Rule<Proportion> rule) {
    long[] trials = new long[2];
    long[] successes = new long[2];
    for (long unit = 0; unit < total; unit++) {
      int arm = random.nextDouble() < share ? 1 : 0;
      trials[arm]++;
      successes[arm] += random.nextDouble() < rate ? 1 : 0;
      if (Math.min(trials[0], trials[1]) >= FIRST_LOOK && !surelyAlike(trials, successes)) {
        Proportion control = new Proportion(successes[0], trials[0]);
        Proportion treatment = new Proportion(successes[1], trials[1]);
        if (rule.pValue(control, treatment) < CONFIDENCE.alpha()) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Whether a treatment that is worse by the margin is ever found to be worse by less or by more.
   */
  private static boolean marginExperiment(
      SplittableRandom random, double rate, double margin, double share, NormalMixture mixture) {
    long[] trials = new long[2];
    long[] successes = new long[2];
    for (long unit = 0; unit < 5000; unit++) {
      int arm = random.nextDouble() < share ? 1 : 0;
      trials[arm]++;
      successes[arm] += random.nextDouble() < rate - arm * margin ? 1 : 0;
      if (unit % 10 == 0 && Math.min(trials[0], trials[1]) >= FIRST_LOOK) {
        Result<Effect> result =
            RateConfidenceSequence.of(
                new Proportion(successes[0], trials[0]),
                new Proportion(successes[1], trials[1]),
                Alternative.TWO_SIDED,
                mixture,
                CONFIDENCE);
        if (!result.asOptional().orElseThrow().interval().contains(-margin)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Spares most of the time: within one standard error no rule decides. */
  private static boolean surelyAlike(long[] trials, long[] successes) {
    double units = trials[0] + trials[1];
    double pooled = (successes[0] + successes[1]) / units;
    double difference = (double) successes[1] / trials[1] - (double) successes[0] / trials[0];
    double variance = pooled * (1 - pooled) * units / ((double) trials[0] * trials[1]);
    return difference * difference <= variance;
  }

  /** Users come back, and their success rates differ; a look is taken after each of their calls. */
  private static boolean userExperiment(
      SplittableRandom random, double rate, double share, int calls, Rule<Moments> rule) {
    int[] arms = new int[calls];
    double[] chances = new double[calls];
    int[] made = new int[calls];
    int[] succeeded = new int[calls];
    long[] n = new long[2];
    double[] sums = new double[2];
    double[] squares = new double[2];
    int users = 0;
    for (int call = 0; call < calls; call++) {
      int user = users > 0 && random.nextDouble() < 0.6 ? random.nextInt(users) : users;
      if (user == users) {
        users++;
        arms[user] = random.nextDouble() < share ? 1 : 0;
        chances[user] = random.nextDouble() < 0.5 ? 2 * rate - 1 : 1;
        n[arms[user]]++;
      } else {
        double before = (double) succeeded[user] / made[user];
        sums[arms[user]] -= before;
        squares[arms[user]] -= before * before;
      }
      made[user]++;
      succeeded[user] += random.nextDouble() < chances[user] ? 1 : 0;
      double mean = (double) succeeded[user] / made[user];
      sums[arms[user]] += mean;
      squares[arms[user]] += mean * mean;
      if (Math.min(n[0], n[1]) >= FIRST_LOOK
          && rule.pValue(moments(n[0], sums[0], squares[0]), moments(n[1], sums[1], squares[1]))
              < CONFIDENCE.alpha()) {
        return true;
      }
    }
    return false;
  }

  private static Moments moments(long n, double sum, double squares) {
    double mean = Math.min(1, sum / n);
    return new Moments(n, mean, Math.clamp(squares - n * mean * mean, 0, n * mean * (1 - mean)));
  }

  private static boolean costExperiment(
      SplittableRandom random, double variation, double share, long total, Rule<Moments> rule) {
    double sigma = Math.sqrt(Math.log1p(variation * variation));
    Moments control = Moments.EMPTY;
    Moments treatment = Moments.EMPTY;
    for (long unit = 0; unit < total; unit++) {
      double cost = 0.002 * Math.exp(sigma * random.nextGaussian());
      if (random.nextDouble() < share) {
        treatment = treatment.plus(cost);
      } else {
        control = control.plus(cost);
      }
      if (Math.min(control.n(), treatment.n()) >= FIRST_LOOK
          && rule.pValue(control, treatment) < CONFIDENCE.alpha()) {
        return true;
      }
    }
    return false;
  }

  private static double pValue(Result<Effect> result) {
    return result.asOptional().orElse(null) instanceof Effect.Estimated effect
        ? effect.pValue()
        : 1;
  }

  private static void assertKept(int runs, Experiment experiment) {
    int decided = decisions(runs, experiment);
    assertThat(decided).isLessThanOrEqualTo(allowed(runs));
  }

  private static void assertBroken(int runs, Experiment experiment) {
    assertThat(decisions(runs, experiment)).isGreaterThan(allowed(runs));
  }

  private static int decisions(int runs, Experiment experiment) {
    SplittableRandom seeds = new SplittableRandom(20_261_121);
    int decided = 0;
    for (int run = 0; run < runs; run++) {
      decided += experiment.decides(seeds.split()) ? 1 : 0;
    }
    return decided;
  }

  /** The count that a chance of exactly alpha exceeds once in a thousand times. */
  private static int allowed(int runs) {
    return BinomialDistribution.of(runs, CONFIDENCE.alpha()).inverseSurvivalProbability(0.001);
  }
}
