// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

/**
 * How much the treatment differs from the control: the value that every two-arm method answers.
 *
 * <p>Absolute effects are in the metric's own unit; relative ones are shares of the control, so
 * that 0.1 is ten percent more.
 */
public sealed interface Effect {

  double estimate();

  Interval interval();

  /**
   * An effect known up to sampling error.
   *
   * @param standardError of the estimate; where a method tests and estimates with different ones,
   *     that of the test
   * @param pValue chance, were there no effect, of an estimate at least as far in the direction of
   *     the alternative
   */
  record Estimated(double estimate, double standardError, double pValue, Interval interval)
      implements Effect {

    public Estimated {
      if (!Double.isFinite(estimate) || !(standardError >= 0) || Double.isInfinite(standardError)) {
        throw new IllegalArgumentException(
            "not an estimate: %s +- %s".formatted(estimate, standardError));
      }
      if (!(pValue >= 0 && pValue <= 1)) {
        throw new IllegalArgumentException("not a p-value: " + pValue);
      }
    }

    /** The estimate in standard errors: z, or t. */
    public double statistic() {
      return estimate == 0 ? 0 : estimate / standardError;
    }
  }

  /**
   * An effect between two metrics that never varied, such as the cost of two free models.
   *
   * <p>The difference of what was observed is exact, and its interval is that one point. There is
   * no p-value, since without variation no test says how surprising the difference is.
   */
  record Exact(double estimate, Interval interval) implements Effect {

    public static Exact of(double estimate, Confidence confidence) {
      return new Exact(estimate, new Interval(estimate, estimate, confidence));
    }
  }
}
