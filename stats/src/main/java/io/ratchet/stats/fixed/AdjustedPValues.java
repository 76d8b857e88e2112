// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * P-values of several tests, made as large as looking at all of them demands.
 *
 * <p>With the m p-values in ascending order, Holm's are {@code max_{j <= i} min(1, (m - j + 1)
 * p_(j))}: rejecting those below alpha errs anywhere with at most that chance, whatever the tests'
 * dependence; Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal
 * of Statistics 6 (1979). Benjamini and Hochberg's are {@code min_{k >= i} min(1, m p_(k) / k)}:
 * among the rejected at most a share alpha is false on average, for tests that are independent or
 * positively dependent; "Controlling the False Discovery Rate", JRSS B 57 (1995). The answer keeps
 * the order of the argument.
 */
public final class AdjustedPValues {

  private AdjustedPValues() {}

  public static List<Double> holm(List<Double> pValues) {
    List<Integer> order = ascending(pValues);
    int tests = pValues.size();
    List<Double> adjusted = new ArrayList<>(pValues);
    double largest = 0;
    for (int rank = 0; rank < tests; rank++) {
      int test = order.get(rank);
      largest = Math.max(largest, Math.min(1, (tests - rank) * pValues.get(test)));
      adjusted.set(test, largest);
    }
    return Collections.unmodifiableList(adjusted);
  }

  public static List<Double> benjaminiHochberg(List<Double> pValues) {
    List<Integer> order = ascending(pValues);
    int tests = pValues.size();
    List<Double> adjusted = new ArrayList<>(pValues);
    double smallest = 1;
    for (int rank = tests; rank >= 1; rank--) {
      int test = order.get(rank - 1);
      smallest = Math.min(smallest, pValues.get(test) * ((double) tests / rank));
      adjusted.set(test, smallest);
    }
    return Collections.unmodifiableList(adjusted);
  }

  private static List<Integer> ascending(List<Double> pValues) {
    for (double pValue : pValues) {
      if (!(pValue >= 0 && pValue <= 1)) {
        throw new IllegalArgumentException("not a p-value: " + pValue);
      }
    }
    return IntStream.range(0, pValues.size())
        .boxed()
        .sorted(Comparator.comparing(pValues::get))
        .toList();
  }
}
