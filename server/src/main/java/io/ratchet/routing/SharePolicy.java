// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Turns weights as people write them into parts per million that sum to a million. Weights sum to
 * 1, to 100 or to a million; anything else is a slip and has no parts. What rounding leaves goes to
 * the weights with the largest remainders (Hamilton's method).
 */
public final class SharePolicy {
  private static final BigDecimal MILLION = BigDecimal.valueOf(Arm.BUCKETS);
  private static final List<BigDecimal> WHOLES =
      List.of(BigDecimal.ONE, BigDecimal.valueOf(100), MILLION);

  /** How far a sum may be from its whole, so that three thirds can be written. */
  private static final BigDecimal TOLERANCE = new BigDecimal("0.000001");

  private SharePolicy() {}

  /** Empty where the weights sum to none of these. */
  public static Optional<List<Integer>> parts(List<BigDecimal> weights) {
    BigDecimal sum = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    return WHOLES.stream()
        .filter(whole -> sum.subtract(whole).abs().compareTo(whole.multiply(TOLERANCE)) <= 0)
        .findFirst()
        .map(_ -> parts(weights, sum));
  }

  private static List<Integer> parts(List<BigDecimal> weights, BigDecimal sum) {
    List<BigDecimal> exact =
        weights.stream().map(w -> w.multiply(MILLION).divide(sum, 12, RoundingMode.DOWN)).toList();
    List<Integer> parts = new ArrayList<>(exact.stream().map(BigDecimal::intValue).toList());
    int missing = Arm.BUCKETS - parts.stream().mapToInt(Integer::intValue).sum();
    List<Integer> byRemainder =
        IntStream.range(0, exact.size())
            .boxed()
            .sorted(
                Comparator.comparing((Integer i) -> exact.get(i).remainder(BigDecimal.ONE))
                    .reversed())
            .toList();
    for (int i = 0; i < missing; i++) {
      int index = byRemainder.get(i);
      parts.set(index, parts.get(index) + 1);
    }
    return List.copyOf(parts);
  }
}
