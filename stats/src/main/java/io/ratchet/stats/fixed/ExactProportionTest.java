// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.FisherExactTest;
import org.apache.commons.statistics.inference.UnconditionedExactTest;

/**
 * Tests that two proportions are equal which never exceed their level, however few the counts.
 *
 * <p>{@link #fisher} takes the successes of both arms together as given and sums the hypergeometric
 * chances of all tables at most as likely as the observed one: Fisher, "Statistical Methods for
 * Research Workers" (1934 edition). {@link #boschloo} takes only the arms' sizes as given, orders
 * tables by Fisher's p-value and maximises their chance over the unknown common rate: Boschloo,
 * "Raised Conditional Level of Significance for the 2x2-Table", Statistica Neerlandica 24 (1970).
 * It is never less powerful than Fisher's and much costlier.
 *
 * <p>Assumes independent trials with one rate in each arm; nothing about how many.
 */
public final class ExactProportionTest {

  /** The most trials of both arms for {@link #fisher}. */
  public static final long MOST_FOR_FISHER = 1_000_000;

  /** The most trials of an arm for {@link #boschloo}, whose time grows with the tables' number. */
  public static final long MOST_FOR_BOSCHLOO = 100;

  private ExactProportionTest() {}

  /** The p-value of Fisher's test. */
  public static Result<Double> fisher(
      Proportion control, Proportion treatment, Alternative alternative) {
    Proportion both = control.plus(treatment);
    return answer(
        control,
        treatment,
        both.trials() <= MOST_FOR_FISHER,
        () ->
            FisherExactTest.withDefaults()
                .with(hypothesis(alternative))
                .test(table(control, treatment))
                .getPValue());
  }

  /** The p-value of Boschloo's test. */
  public static Result<Double> boschloo(
      Proportion control, Proportion treatment, Alternative alternative) {
    return answer(
        control,
        treatment,
        Math.max(control.trials(), treatment.trials()) <= MOST_FOR_BOSCHLOO,
        () ->
            UnconditionedExactTest.withDefaults()
                .with(UnconditionedExactTest.Method.BOSCHLOO)
                .with(hypothesis(alternative))
                .test(table(control, treatment))
                .getPValue());
  }

  private interface Test {
    double pValue();
  }

  /** Where all outcomes are equal every table is the observed one. */
  private static Result<Double> answer(
      Proportion control, Proportion treatment, boolean affordable, Test test) {
    Proportion both = control.plus(treatment);
    if (Math.min(control.trials(), treatment.trials()) == 0) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "both arms need trials: control has %d, treatment %d"
              .formatted(control.trials(), treatment.trials()));
    }
    if (!affordable) {
      return Result.degenerate(
          Result.Reason.TOO_MANY_OBSERVATIONS,
          "control has %d trials and treatment %d, too many to go through all tables"
              .formatted(control.trials(), treatment.trials()));
    }
    boolean flat = both.successes() == 0 || both.failures() == 0;
    return Result.computed(flat ? 1.0 : Math.clamp(test.pValue(), 0, 1));
  }

  /** The treatment comes first, so that a greater odds ratio means a higher rate of it. */
  private static int[][] table(Proportion control, Proportion treatment) {
    return new int[][] {
      {(int) treatment.successes(), (int) control.successes()},
      {(int) treatment.failures(), (int) control.failures()}
    };
  }

  private static AlternativeHypothesis hypothesis(Alternative alternative) {
    return switch (alternative) {
      case TWO_SIDED -> AlternativeHypothesis.TWO_SIDED;
      case GREATER -> AlternativeHypothesis.GREATER_THAN;
      case LESS -> AlternativeHypothesis.LESS_THAN;
    };
  }
}
