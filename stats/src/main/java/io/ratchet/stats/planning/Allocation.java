// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.planning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How to share units between a control, which comes first, and its treatments.
 *
 * <p>The control takes part in every comparison with it, and so deserves more than the others: the
 * mean variance of those is least where it has {@code sqrt(k)} times a treatment's units (Dunnett,
 * "A Multiple Comparison Procedure for Comparing Several Treatments with a Control", Journal of the
 * American Statistical Association 50, 1955). Peers give it as many as all treatments together,
 * which costs a few more units and leaves more of them with what is known to be good. Assumes equal
 * variances and effects.
 */
public final class Allocation {

  private Allocation() {}

  /** Every arm the same: for comparisons of all with all. */
  public static List<Double> equal(int arms) {
    requireArms(arms);
    return List.copyOf(Collections.nCopies(arms, 1.0 / arms));
  }

  /** Half to the control, the rest in equal parts. */
  public static List<Double> halfToControl(int arms) {
    requireArms(arms);
    return controlled(arms, 0.5);
  }

  /** The least variance of all comparisons with the control. */
  public static List<Double> leastVariance(int arms) {
    requireArms(arms);
    double ratio = Math.sqrt(arms - 1.0);
    return controlled(arms, ratio / (ratio + arms - 1));
  }

  private static List<Double> controlled(int arms, double control) {
    List<Double> shares = new ArrayList<>();
    shares.add(control);
    shares.addAll(Collections.nCopies(arms - 1, (1 - control) / (arms - 1)));
    return List.copyOf(shares);
  }

  private static void requireArms(int arms) {
    if (arms < 2 || arms > 10_000) {
      throw new IllegalArgumentException("an experiment has 2 to 10000 arms, not " + arms);
    }
  }
}
