// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Result;
import org.apache.commons.statistics.inference.PValueMethod;

/**
 * The test that two samples come from one distribution, whatever way they might differ.
 *
 * <p>The statistic is the largest distance between both empirical distribution functions (Smirnov
 * 1939). The p-value is exact up to {@value #MOST_EXACT} values an arm (Hodges, "The Significance
 * Probability of the Smirnov Two-Sample Test", 1958), and with ties then too large rather than too
 * small; beyond that it is Smirnov's limit.
 *
 * <p>Assumes independent values of a continuous distribution. It notices a change of shape and is
 * slow to notice a small shift: for that take {@link MannWhitneyTest}. One look.
 */
public final class KolmogorovSmirnovTest {

  /** The most values of an arm for the exact p-value. */
  public static final int MOST_EXACT = 500;

  private KolmogorovSmirnovTest() {}

  /** The largest distance of both distribution functions. */
  public record Distance(double distance, double pValue) {}

  public static Result<Distance> of(double[] control, double[] treatment) {
    boolean exact = Math.max(control.length, treatment.length) <= MOST_EXACT;
    return of(control, treatment, exact ? PValueMethod.EXACT : PValueMethod.ASYMPTOTIC);
  }

  /** The same with the limit's p-value, however few the values. */
  public static Result<Distance> asymptotic(double[] control, double[] treatment) {
    return of(control, treatment, PValueMethod.ASYMPTOTIC);
  }

  private static Result<Distance> of(double[] control, double[] treatment, PValueMethod method) {
    Ranks ranks = Ranks.of(control, treatment);
    if (Math.min(control.length, treatment.length) < 2) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "both samples need 2 values: control has %d, treatment %d"
              .formatted(ranks.control(), ranks.treatment()));
    }
    var result =
        org.apache.commons.statistics.inference.KolmogorovSmirnovTest.withDefaults()
            .with(method)
            .test(control, treatment);
    return Result.computed(
        new Distance(result.getStatistic(), Math.clamp(result.getPValue(), 0, 1)));
  }
}
