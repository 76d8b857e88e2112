// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import static io.ratchet.bench.proof.Coverage.outcome;

import io.ratchet.bench.proof.Coverage.Case;
import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.Cuped;
import io.ratchet.stats.sequential.AsymptoticConfidenceSequence;
import io.ratchet.stats.sequential.BetaBinomialTest;
import io.ratchet.stats.sequential.GroupSequentialBounds;
import io.ratchet.stats.sequential.MeanConfidenceSequence;
import io.ratchet.stats.sequential.MixtureSequentialProbabilityRatioTest;
import io.ratchet.stats.sequential.NormalMixture;
import io.ratchet.stats.sequential.QuantileConfidenceSequence;
import io.ratchet.stats.sequential.RateConfidenceSequence;
import io.ratchet.stats.sequential.Spending;
import io.ratchet.verdict.Allocation;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Plan;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/** Always-valid intervals, read when they first exclude zero. */
final class SequentialCoverage {
  private static final Confidence CONFIDENCE = Confidence.of(Coverage.LEVEL);
  private static final Alternative BOTH = Alternative.TWO_SIDED;
  private static final NormalMixture MIXTURE = NormalMixture.tunedFor(2000, CONFIDENCE);
  private static final int BETWEEN = 10;
  private static final long UNITS = 3000;
  private static final long USERS = 800;
  private static final List<GroupSequentialBounds> LOOKS =
      RateRules.looks(new Spending.ObrienFleming(), 5);

  private SequentialCoverage() {}

  static List<Case> cases() {
    return List.of(
        stopped(
            "always-valid rate",
            "rates .85, .90",
            0.90 - 0.85,
            UNITS,
            SequentialCoverage::rates,
            walk ->
                RateConfidenceSequence.of(
                    walk.proportion(0), walk.proportion(1), BOTH, MIXTURE, CONFIDENCE)),
        stopped(
            "always-valid rate, of shares",
            "rates .85, .90",
            0.90 - 0.85,
            UNITS,
            SequentialCoverage::rates,
            walk ->
                RateConfidenceSequence.of(
                    walk.proportion(0).moments(),
                    walk.proportion(1).moments(),
                    BOTH,
                    MIXTURE,
                    CONFIDENCE)),
        new Case("Beta-Binomial, one rate", "rate .9", SequentialCoverage::betaBinomial),
        stopped(
            "always-valid mean",
            "lognormal, variation 1",
            0.1,
            UNITS,
            costs(0.5),
            walk ->
                MeanConfidenceSequence.of(
                    walk.moments(0), walk.moments(1), BOTH, MIXTURE, CONFIDENCE)),
        stopped(
            "always-valid mean, relative",
            "the same, 80/20",
            0.1,
            UNITS,
            costs(0.2),
            walk ->
                MeanConfidenceSequence.relative(
                    walk.moments(0), walk.moments(1), BOTH, MIXTURE, CONFIDENCE)),
        stopped(
            "always-valid ratio",
            "cost per call",
            0,
            UNITS,
            () -> new RatioWalk(0.5, 1),
            walk ->
                MeanConfidenceSequence.of(
                    walk.moments(0), walk.moments(1), BOTH, MIXTURE, CONFIDENCE)),
        stopped(
            "asymptotic sequence",
            "lognormal, variation 1",
            0.1,
            UNITS,
            costs(0.5),
            walk ->
                AsymptoticConfidenceSequence.of(
                    walk.moments(0), walk.moments(1), BOTH, MIXTURE, CONFIDENCE)),
        stopped(
            "asymptotic, relative",
            "lognormal, variation 1",
            0.1,
            UNITS,
            costs(0.5),
            walk ->
                AsymptoticConfidenceSequence.relative(
                    walk.moments(0), walk.moments(1), BOTH, MIXTURE, CONFIDENCE)),
        stopped(
            "asymptotic, of CUPED",
            "correlation .7",
            0.1,
            UNITS,
            Known::new,
            walk -> AsymptoticConfidenceSequence.of(walk.cuped(), BOTH, MIXTURE, CONFIDENCE)),
        stopped(
            "mixture SPRT",
            "lognormal, variation 1",
            0.1,
            UNITS,
            costs(0.5),
            walk ->
                MixtureSequentialProbabilityRatioTest.of(
                    walk.moments(0), walk.moments(1), 0.1, BOTH, CONFIDENCE)),
        stopped(
            "always-valid p95, difference",
            "users alike by .7",
            0,
            USERS,
            SequentialCoverage::users,
            walk ->
                QuantileConfidenceSequence.difference(
                    walk.sample(0), walk.sample(1), BOTH, MIXTURE, CONFIDENCE)),
        stopped(
            "always-valid p95, relative",
            "users alike by .7",
            0,
            USERS,
            SequentialCoverage::users,
            walk ->
                QuantileConfidenceSequence.relative(
                    walk.sample(0), walk.sample(1), BOTH, MIXTURE, CONFIDENCE)),
        new Case("always-valid p95, one arm", "users alike by .7", SequentialCoverage::quantile),
        stopped(
            "under moving shares",
            "rates .85, .90, thompson",
            0.90 - 0.85,
            UNITS,
            bandit(),
            TrialWalk::always),
        new Case(
            "group sequential, repeated", "5 looks, all of them", SequentialCoverage::repeated));
  }

  private static RateWalk rates() {
    return new RateWalk(0.5, 0.85, 0.90);
  }

  private static QuantileWalk users() {
    return new QuantileWalk(0.5, 0.95, 0.7);
  }

  private static Supplier<MeanWalk> costs(double share) {
    return () ->
        new MeanWalk(share, (arm, chance) -> Draws.lognormal(chance, arm == 1 ? 1.1 : 1, 1));
  }

  private static Supplier<TrialWalk> bandit() {
    Plan plan =
        TrialWalk.plan(
            List.of(Goal.success(Metric.SUCCESS_RATE, 0)),
            500_000,
            new Allocation.Bandit(Allocation.Bandit.Method.THOMPSON, 0.05, TrialWalk.EVERY, 50));
    TrialWalk.World world = new TrialWalk.World(new double[] {0.85, 0.90}, 1, 1);
    return () -> new TrialWalk(plan, world);
  }

  /** Reads the interval when it first excludes zero, else at the end. */
  private static <W extends Walk> Case stopped(
      String method,
      String data,
      double truth,
      long units,
      Supplier<W> walks,
      Function<W, Result<Effect>> interval) {
    return new Case(
        method,
        data,
        chance -> {
          W walk = walks.get();
          Optional<Interval> last = Optional.empty();
          while (walk.units() < units && last.map(one -> one.contains(0)).orElse(true)) {
            walk.step(chance);
            if (walk.units() % BETWEEN == 0 && walk.isLook()) {
              last = interval.apply(walk).asOptional().map(Effect::interval);
            }
          }
          return last.map(one -> outcome(one, truth)).orElse(Coverage.Outcome.NONE);
        });
  }

  /** The interval must hold the rate at every look. */
  private static Coverage.Outcome betaBinomial(SplittableRandom chance) {
    RateWalk walk = new RateWalk(0.5, 0.9, 0.9);
    while (walk.units() < UNITS) {
      walk.step(chance);
      if (walk.units() % (3 * BETWEEN) == 0
          && !BetaBinomialTest.interval(walk.proportion(0), CONFIDENCE).contains(0.9)) {
        return Coverage.Outcome.MISSED;
      }
    }
    return Coverage.Outcome.COVERED;
  }

  private static Coverage.Outcome quantile(SplittableRandom chance) {
    QuantileWalk walk = users();
    while (walk.units() < USERS) {
      walk.step(chance);
      boolean isOutside =
          walk.units() % BETWEEN == 0
              && walk.isLook()
              && QuantileConfidenceSequence.of(walk.sample(0), BOTH, MIXTURE, CONFIDENCE)
                  .asOptional()
                  .map(interval -> !interval.contains(FixedCoverage.P95))
                  .orElse(false);
      if (isOutside) {
        return Coverage.Outcome.MISSED;
      }
    }
    return Coverage.Outcome.COVERED;
  }

  private static Coverage.Outcome repeated(SplittableRandom chance) {
    RateWalk walk = rates();
    for (GroupSequentialBounds look : LOOKS) {
      for (long unit = 0; unit < UNITS / LOOKS.size(); unit++) {
        walk.step(chance);
      }
      Moments control = walk.proportion(0).moments();
      Moments treatment = walk.proportion(1).moments();
      double error = Math.sqrt(control.varianceOfMean() + treatment.varianceOfMean());
      double estimate = treatment.mean() - control.mean();
      double reach = look.bounds().getLast() * error;
      if (Math.abs(estimate - (0.90 - 0.85)) > reach) {
        return Coverage.Outcome.MISSED;
      }
    }
    return Coverage.Outcome.COVERED;
  }

  /** Units of which something is known before that explains half of their metric. */
  private static final class Known extends Walk {
    private final PairedMoments[] pairs = {PairedMoments.EMPTY, PairedMoments.EMPTY};

    @Override
    double share() {
      return 0.5;
    }

    @Override
    void observe(int arm, SplittableRandom chance) {
      double before = chance.nextGaussian();
      double since = 0.7 * before + Math.sqrt(0.51) * chance.nextGaussian();
      pairs[arm] = pairs[arm].plus(1 + 0.1 * arm + since, before);
    }

    Cuped cuped() {
      return Cuped.of(pairs[0], pairs[1]).asOptional().orElseThrow();
    }
  }
}
