// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import java.util.List;
import org.apache.commons.statistics.inference.GTest;
import org.apache.commons.statistics.inference.SignificanceResult;

/**
 * The likelihood ratio test of counts, {@code G = 2 sum o ln(o / e)}.
 *
 * <p>Wilks, "The Likelihood Test of Independence in Contingency Tables", Annals of Mathematical
 * Statistics 6 (1935). Near {@link ChiSquareTest}'s answers where counts are large, and worse than
 * it where expected ones are below 5.
 */
public final class LikelihoodRatioTest {

  private LikelihoodRatioTest() {}

  /** How far counts are from what was expected. */
  public record Ratio(double statistic, double pValue) {}

  /** Tests that rows of counts, all of the same length, have equal shares. */
  public static Ratio of(List<List<Long>> table) {
    long[][] counts =
        table.stream()
            .map(row -> row.stream().mapToLong(Long::longValue).toArray())
            .toArray(long[][]::new);
    return ratio(GTest.withDefaults().test(counts));
  }

  /**
   * Tests that counts have these shares, known without error; shares taken from another sample have
   * one, and need the table.
   *
   * @param weights in proportion to the shares
   */
  public static Ratio goodnessOfFit(List<Long> counts, List<Double> weights) {
    double[] expected = weights.stream().mapToDouble(Double::doubleValue).toArray();
    long[] observed = counts.stream().mapToLong(Long::longValue).toArray();
    return ratio(GTest.withDefaults().test(expected, observed));
  }

  private static Ratio ratio(SignificanceResult result) {
    return new Ratio(result.getStatistic(), result.getPValue());
  }
}
