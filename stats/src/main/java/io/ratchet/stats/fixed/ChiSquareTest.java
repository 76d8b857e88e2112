// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The chi-square test that rows of counts, such as the outcomes in each arm, have equal shares.
 *
 * <p>{@code sum (o - e)^2 / e} with {@code e = row total * column total / total}, on (rows - 1)
 * (columns - 1) degrees of freedom: Pearson (1900), degrees of freedom by Fisher (1922). No
 * continuity correction, which makes the 2x2 test more timid than its level; there the statistic is
 * the square of {@link TwoProportionTest}'s. Rows and columns without any count say nothing and are
 * left out.
 *
 * <p>Assumes independent observations, each counted once, and expected counts of about {@value
 * TwoProportionTest#ADEQUATE_EXPECTED_COUNT} or more: see {@link Independence#smallestExpected};
 * below that {@link ExactProportionTest} is for two rates.
 */
public final class ChiSquareTest {

  private ChiSquareTest() {}

  /**
   * How far the rows are from equal shares.
   *
   * @param pValue chance of at least this chi-square if all rows had the same shares
   * @param smallestExpected the smallest count expected under equal shares
   */
  public record Independence(
      double chiSquare, int degreesOfFreedom, double pValue, double smallestExpected) {}

  /** Tests two rates; the rows are successes and failures of each arm. */
  public static Result<Independence> of(Proportion control, Proportion treatment) {
    return of(
        List.of(
            List.of(control.successes(), control.failures()),
            List.of(treatment.successes(), treatment.failures())));
  }

  /** Tests a table of counts by rows, all of the same length. */
  public static Result<Independence> of(List<List<Long>> table) {
    double[] rows = new double[table.size()];
    double[] columns = new double[table.isEmpty() ? 0 : table.getFirst().size()];
    double total = 0;
    for (int row = 0; row < rows.length; row++) {
      requireCounts(table.get(row), columns.length);
      for (int column = 0; column < columns.length; column++) {
        double count = table.get(row).get(column);
        rows[row] += count;
        columns[column] += count;
        total += count;
      }
    }
    int degrees = (used(rows) - 1) * (used(columns) - 1);
    if (degrees < 1 || total == 0) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "two rows and two columns at least need counts: %s".formatted(table));
    }
    return Result.computed(test(table, rows, columns, total, degrees));
  }

  private static Independence test(
      List<List<Long>> table, double[] rows, double[] columns, double total, int degrees) {
    double chiSquare = 0;
    double smallest = total;
    for (int row = 0; row < rows.length; row++) {
      for (int column = 0; column < columns.length; column++) {
        double expected = rows[row] * (columns[column] / total);
        if (expected > 0) {
          double missed = table.get(row).get(column) - expected;
          chiSquare += missed * (missed / expected);
          smallest = Math.min(smallest, expected);
        }
      }
    }
    double pValue = ChiSquaredDistribution.of(degrees).survivalProbability(chiSquare);
    return new Independence(chiSquare, degrees, pValue, smallest);
  }

  private static void requireCounts(List<Long> row, int columns) {
    boolean negative = row.stream().anyMatch(count -> count < 0);
    if (row.size() != columns || negative) {
      throw new IllegalArgumentException("not a row of %d counts: %s".formatted(columns, row));
    }
  }

  private static int used(double[] totals) {
    int used = 0;
    for (double total : totals) {
      used += total > 0 ? 1 : 0;
    }
    return used;
  }
}
