// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import static io.ratchet.bench.proof.Coverage.ofEffect;
import static io.ratchet.bench.proof.Coverage.outcome;

import io.ratchet.bench.proof.Coverage.Case;
import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Moments;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.RatioPairMoments;
import io.ratchet.stats.fixed.AgrestiCoullInterval;
import io.ratchet.stats.fixed.ClusteredQuantile;
import io.ratchet.stats.fixed.Cuped;
import io.ratchet.stats.fixed.MannWhitneyTest;
import io.ratchet.stats.fixed.NewcombeInterval;
import io.ratchet.stats.fixed.OrderStatisticInterval;
import io.ratchet.stats.fixed.RelativeDifference;
import io.ratchet.stats.fixed.TwoProportionTest;
import io.ratchet.stats.fixed.WaldInterval;
import io.ratchet.stats.fixed.WelchTest;
import io.ratchet.stats.fixed.WilsonInterval;
import io.ratchet.stats.sketch.QuantileSample;
import io.ratchet.stats.sketch.RankedValues;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Intervals that are read once. */
final class FixedCoverage {
  private static final Confidence CONFIDENCE = Confidence.of(Coverage.LEVEL);
  private static final Alternative BOTH = Alternative.TWO_SIDED;
  private static final int USERS = 300;

  /** Where the p95 of {@link QuantileWalk}'s latencies lies, in deviations. */
  static final double P95 = Math.exp(7 + 0.6 * 1.6448536269514722);

  private FixedCoverage() {}

  static List<Case> cases() {
    return List.of(
        new Case("Wilson", "rate .95, 100 units", FixedCoverage::wilson),
        new Case("Agresti-Coull", "rate .95, 100 units", FixedCoverage::agrestiCoull),
        new Case("Newcombe", "rates .90, .95, 100 units each", FixedCoverage::newcombe),
        new Case("Wald, of a difference", "rates .80, .85, 500 each", FixedCoverage::wald),
        new Case("two-proportion test", "rates .80, .85, 500 each", FixedCoverage::proportions),
        new Case("Welch", "lognormal, variation 1, 200 and 400", FixedCoverage::welch),
        new Case("relative lift", "lognormal, variation 1, 400 each", FixedCoverage::relative),
        new Case("ratio, by Welch", "cost per call, 300 users each", FixedCoverage::ratio),
        new Case("CUPED", "correlation .7, 200 each", chance -> cuped(chance, false)),
        new Case("CUPED, relative", "correlation .7, 200 each", chance -> cuped(chance, true)),
        new Case("CUPED of ratios", "cost per call, 300 users each", FixedCoverage::ratioCuped),
        new Case("clustered p95", "300 users, part .7 the user's", FixedCoverage::quantile),
        new Case("clustered p95, difference", "300 users each", FixedCoverage::quantiles),
        new Case("order statistics, median", "40 values", chance -> ranks(chance, 40, 0.5)),
        new Case("order statistics, p95", "200 values", chance -> ranks(chance, 200, 0.95)),
        new Case("Hodges-Lehmann", "lognormal, 30 each, shifted", FixedCoverage::hodgesLehmann));
  }

  static Proportion proportion(SplittableRandom chance, long trials, double rate) {
    return new Proportion(Draws.binomial(chance, trials, rate), trials);
  }

  static Moments moments(
      SplittableRandom chance, int units, ToDoubleFunction<SplittableRandom> value) {
    Moments moments = Moments.EMPTY;
    for (int unit = 0; unit < units; unit++) {
      moments = moments.plus(value.applyAsDouble(chance));
    }
    return moments;
  }

  private static Moments costs(SplittableRandom chance, int units, double mean) {
    return moments(chance, units, one -> Draws.lognormal(one, mean, 1));
  }

  private static Coverage.Outcome wilson(SplittableRandom chance) {
    return outcome(WilsonInterval.of(proportion(chance, 100, 0.95), CONFIDENCE), 0.95);
  }

  private static Coverage.Outcome agrestiCoull(SplittableRandom chance) {
    return outcome(AgrestiCoullInterval.of(proportion(chance, 100, 0.95), CONFIDENCE), 0.95);
  }

  private static Coverage.Outcome newcombe(SplittableRandom chance) {
    Proportion control = proportion(chance, 100, 0.9);
    Proportion treatment = proportion(chance, 100, 0.95);
    return outcome(NewcombeInterval.of(control, treatment, CONFIDENCE), 0.95 - 0.9);
  }

  private static Coverage.Outcome wald(SplittableRandom chance) {
    Proportion control = proportion(chance, 500, 0.8);
    Proportion treatment = proportion(chance, 500, 0.85);
    return outcome(WaldInterval.of(control, treatment, CONFIDENCE), 0.85 - 0.8);
  }

  private static Coverage.Outcome proportions(SplittableRandom chance) {
    Proportion control = proportion(chance, 500, 0.8);
    Proportion treatment = proportion(chance, 500, 0.85);
    return ofEffect(TwoProportionTest.of(control, treatment, CONFIDENCE), 0.85 - 0.8);
  }

  private static Coverage.Outcome welch(SplittableRandom chance) {
    Moments control = costs(chance, 200, 1);
    return ofEffect(WelchTest.of(control, costs(chance, 400, 1.2), BOTH, CONFIDENCE), 1.2 - 1);
  }

  private static Coverage.Outcome relative(SplittableRandom chance) {
    Moments control = costs(chance, 400, 2);
    return ofEffect(
        RelativeDifference.of(control, costs(chance, 400, 2.4), BOTH, CONFIDENCE), 2.4 / 2 - 1);
  }

  private static Coverage.Outcome ratio(SplittableRandom chance) {
    RatioWalk walk = new RatioWalk(0.5, 1);
    while (walk.units() < 2 * USERS) {
      walk.step(chance);
    }
    return ofEffect(WelchTest.of(walk.moments(0), walk.moments(1), BOTH, CONFIDENCE), 0);
  }

  /** A metric of mean 1, or 1.1, that half depends on what was known before. */
  private static PairedMoments known(SplittableRandom chance, int units, double mean) {
    PairedMoments pairs = PairedMoments.EMPTY;
    for (int unit = 0; unit < units; unit++) {
      double before = chance.nextGaussian();
      double since = 0.7 * before + Math.sqrt(0.51) * chance.nextGaussian();
      pairs = pairs.plus(mean + 0.3 * since, 5 + before);
    }
    return pairs;
  }

  private static Coverage.Outcome cuped(SplittableRandom chance, boolean isRelative) {
    PairedMoments control = known(chance, 200, 1);
    Cuped cuped = Cuped.of(control, known(chance, 200, 1.1)).asOptional().orElseThrow();
    return isRelative
        ? ofEffect(cuped.relative(BOTH, CONFIDENCE), 1.1 - 1)
        : ofEffect(cuped.difference(BOTH, CONFIDENCE), 1.1 - 1);
  }

  private static RatioPairMoments users(SplittableRandom chance) {
    RatioPairMoments users = RatioPairMoments.EMPTY;
    for (int user = 0; user < USERS; user++) {
      double price = Draws.lognormal(chance, 1, 0.5);
      int during = Draws.calls(chance, 4);
      int before = Draws.calls(chance, 4);
      users =
          users.plus(
              during * price * Draws.lognormal(chance, 1, 0.3),
              during,
              before * price * Draws.lognormal(chance, 1, 0.3),
              before);
    }
    return users;
  }

  private static Coverage.Outcome ratioCuped(SplittableRandom chance) {
    RatioPairMoments control = users(chance);
    Cuped cuped = Cuped.ofRatios(control, users(chance)).asOptional().orElseThrow();
    return ofEffect(cuped.difference(BOTH, CONFIDENCE), 0);
  }

  private static QuantileWalk latencies(SplittableRandom chance) {
    QuantileWalk walk = new QuantileWalk(0.5, 0.95, 0.7);
    while (walk.units() < 2 * USERS) {
      walk.step(chance);
    }
    return walk;
  }

  private static Coverage.Outcome quantile(SplittableRandom chance) {
    return outcome(ClusteredQuantile.interval(latencies(chance).sample(0), CONFIDENCE), P95);
  }

  private static Coverage.Outcome quantiles(SplittableRandom chance) {
    QuantileWalk walk = latencies(chance);
    Moments control = quantile(walk.sample(0));
    return ofEffect(WelchTest.of(control, quantile(walk.sample(1)), BOTH, CONFIDENCE), 0);
  }

  private static Moments quantile(QuantileSample sample) {
    return ClusteredQuantile.of(sample).asOptional().orElse(Moments.EMPTY);
  }

  private static Coverage.Outcome ranks(SplittableRandom chance, int values, double share) {
    double[] drawn = DoubleStream.generate(chance::nextDouble).limit(values).toArray();
    return outcome(OrderStatisticInterval.of(share, RankedValues.of(drawn), CONFIDENCE), share);
  }

  private static Coverage.Outcome hodgesLehmann(SplittableRandom chance) {
    double[] control = new double[30];
    double[] treatment = new double[30];
    for (int i = 0; i < control.length; i++) {
      control[i] = Draws.lognormal(chance, 1, 1);
      treatment[i] = 0.3 + Draws.lognormal(chance, 1, 1);
    }
    return MannWhitneyTest.of(control, treatment, BOTH, CONFIDENCE)
        .asOptional()
        .map(shift -> outcome(shift.interval(), 0.3))
        .orElse(Coverage.Outcome.NONE);
  }
}
