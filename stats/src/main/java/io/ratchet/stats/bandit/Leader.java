// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bandit;

import io.ratchet.stats.Better;
import io.ratchet.stats.Moments;
import java.util.List;

/**
 * The arm with the best mean so far.
 *
 * <p>Means within {@code 1e-10} count as tied; then the one that is known best, with the smallest
 * variance of its mean, leads, and after that the first. An arm with fewer than two units leads
 * only when no other can.
 */
public final class Leader {

  private static final double TIE = 1e-10;

  private Leader() {}

  public static int of(List<Moments> arms, Better better) {
    if (arms.isEmpty()) {
      throw new IllegalArgumentException("no arms");
    }
    double best =
        arms.stream()
            .filter(arm -> arm.n() >= 2)
            .mapToDouble(arm -> better.gain(arm.mean()))
            .max()
            .orElse(Double.NEGATIVE_INFINITY);
    int leader = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (int arm = 0; arm < arms.size(); arm++) {
      Moments moments = arms.get(arm);
      boolean ties = moments.n() >= 2 && better.gain(moments.mean()) >= best - TIE;
      if (ties && moments.varianceOfMean() < smallest) {
        leader = arm;
        smallest = moments.varianceOfMean();
      }
    }
    return leader;
  }
}
