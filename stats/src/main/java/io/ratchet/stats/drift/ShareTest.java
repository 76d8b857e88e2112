// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import io.ratchet.stats.Result;
import java.util.Arrays;
import java.util.PriorityQueue;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.apache.commons.statistics.inference.GTest;
import org.apache.commons.statistics.inference.SignificanceResult;

/**
 * The tests that two samples have the same shares: Pearson's chi-square and the likelihood ratio
 * {@code G = 2 sum o ln(o/e)}, both on the table of two rows, which counts the reference's noise
 * too; a test of goodness of fit takes the reference for exact and rejects far too often.
 *
 * <p>Cells are joined first, the smallest two at a time, until none has an expected count below 1
 * and at most a fifth has one below 5: Cochran, "Some Methods for Strengthening the Common
 * Chi-Square Tests", Biometrics 10 (1954). Which ones is decided by both samples together.
 *
 * @param degreesOfFreedom of the table after joining
 */
public record ShareTest(double statistic, int degreesOfFreedom, double pValue) {
  private static final double LEAST = 1;
  private static final double ADEQUATE = 5;
  private static final double SMALL_SHARE = 0.2;

  /** Pearson's test, after Cochran's joining. */
  public static Result<ShareTest> chiSquare(CountPair pair) {
    return cochran(pair).map(joined -> of(joined, ChiSquareTest.withDefaults().test(joined)));
  }

  /** The likelihood ratio test, after Cochran's joining. */
  public static Result<ShareTest> likelihoodRatio(CountPair pair) {
    return cochran(pair).map(joined -> of(joined, GTest.withDefaults().test(joined)));
  }

  private static ShareTest of(long[][] table, SignificanceResult result) {
    return new ShareTest(result.getStatistic(), table[0].length - 1, result.getPValue());
  }

  private record Cell(long reference, long current) implements Comparable<Cell> {
    long total() {
      return reference + current;
    }

    @Override
    public int compareTo(Cell other) {
      return Long.compare(total(), other.total());
    }
  }

  private static Result<long[][]> cochran(CountPair pair) {
    PriorityQueue<Cell> cells = new PriorityQueue<>();
    for (int cell = 0; cell < pair.cells(); cell++) {
      Cell counted = new Cell(pair.reference(cell), pair.current(cell));
      if (counted.total() > 0) {
        cells.add(counted);
      }
    }
    double share = (double) Math.min(pair.n(), pair.m()) / (pair.n() + pair.m());
    while (cells.size() > 1 && !adequate(cells, share)) {
      Cell smallest = cells.remove();
      Cell next = cells.remove();
      cells.add(new Cell(smallest.reference + next.reference, smallest.current + next.current));
    }
    if (cells.size() < 2) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "%d and %d values do not fill two cells with enough".formatted(pair.n(), pair.m()));
    }
    Cell[] joined = cells.toArray(Cell[]::new);
    return Result.computed(
        new long[][] {
          Arrays.stream(joined).mapToLong(Cell::reference).toArray(),
          Arrays.stream(joined).mapToLong(Cell::current).toArray()
        });
  }

  private static boolean adequate(PriorityQueue<Cell> cells, double share) {
    long few = cells.stream().filter(cell -> cell.total() * share < ADEQUATE).count();
    boolean none = cells.element().total() * share < LEAST;
    boolean two = cells.size() == 2 && few > 0;
    return !none && !two && few <= SMALL_SHARE * cells.size();
  }
}
