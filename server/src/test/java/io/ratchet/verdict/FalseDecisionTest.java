// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Experiments between a version and itself, looked at after every call: few may decide. And
 * experiments with a real difference: most must.
 */
final class FalseDecisionTest {
  private static final double ALPHA = 0.05;
  private static final int RUNS = 80;
  private static final int UNITS = 900;
  private static final int FIRST_LOOK = 100;

  private static final List<Goal> GOALS =
      List.of(Trial.success(0), Trial.guardrail(Metric.COST, 0.25));

  @ParameterizedTest
  @CsvSource({"0.5, 500000", "0.9, 500000", "0.99, 500000", "0.9, 200000"})
  void aTrialOfAVersionAgainstItselfDecidesAtMostAlphaOfTheTime(double rate, int treated) {
    int wrong = 0;
    for (int run = 0; run < RUNS; run++) {
      wrong += decision(run, UNITS, rate, rate, 1, treated) == null ? 0 : 1;
    }

    // Were the chance of a wrong decision alpha, so many or more would come in 1 of 1,000 suites.
    double tail = BinomialDistribution.of(RUNS, ALPHA).survivalProbability(wrong - 1);
    assertThat(tail).as("%d of %d decided", wrong, RUNS).isGreaterThan(0.001);
  }

  @Test
  void aBetterVersionIsPromotedAndAWorseOneRolledBack() {
    int promoted = 0;
    int rolledBack = 0;
    for (int run = 0; run < 20; run++) {
      promoted += decision(run, 1_500, 0.8, 0.92, 1, 500_000) == Verdict.Decision.PROMOTE ? 1 : 0;
      rolledBack +=
          decision(run, 1_500, 0.92, 0.8, 1, 500_000) == Verdict.Decision.ROLLBACK ? 1 : 0;
    }

    assertThat(promoted).isGreaterThan(17);
    assertThat(rolledBack).isGreaterThan(17);
  }

  @Test
  void aDearerVersionIsRolledBackHoweverGood() {
    for (int run = 0; run < 20; run++) {
      assertThat(decision(run, UNITS, 0.9, 0.92, 1.8, 500_000))
          .isEqualTo(Verdict.Decision.ROLLBACK);
    }
  }

  /** The first automatic decision, null for none. */
  private static Verdict.@Nullable Decision decision(
      int run, int units, double control, double treatment, double dearer, int treated) {
    SplittableRandom chance = new SplittableRandom(run);
    Trial trial = new Trial(Trial.plan(FIRST_LOOK, GOALS, 1_000_000 - treated, treated));
    for (int unit = 0; unit < units; unit++) {
      boolean isTreated = chance.nextInt(1_000_000) < treated;
      double success = chance.nextDouble() < (isTreated ? treatment : control) ? 1 : 0;
      double cost = Math.exp(14 + 0.5 * chance.nextGaussian()) * (isTreated ? dearer : 1);
      trial.add(
          isTreated ? "treatment" : "control",
          Map.of(Metric.SUCCESS_RATE, success, Metric.COST, cost));
      if (unit >= 2 * FIRST_LOOK) {
        switch (trial.look().verdict().decision()) {
          case PROMOTE -> {
            return Verdict.Decision.PROMOTE;
          }
          case ROLLBACK -> {
            return Verdict.Decision.ROLLBACK;
          }
          case CONTINUE, INCONCLUSIVE, INVALID -> {}
        }
      }
    }
    return null;
  }
}
