// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import java.util.Arrays;

/**
 * Joins the fine cells of a numeric feature to a few of about equal share in the reference.
 *
 * <p>Distances between shares have more noise the more cells there are, in proportion to their
 * number less one, and their thresholds are usual for about {@value #USUAL}. What decides is the
 * reference alone. Cells that the reference left empty, such as those between the values of a
 * discrete feature, are one group of their own: what was never seen.
 */
final class Grouping {

  /** The number of groups that thresholds of distances between shares are meant for. */
  static final int USUAL = 10;

  /** How many observations of the smaller sample a group has, at least, when there are few. */
  private static final long FEWEST = 20;

  private Grouping() {}

  static CountPair of(CountPair fine, boolean discrete) {
    long most = Math.clamp(Math.min(fine.n(), fine.m()) / FEWEST, 2, USUAL);
    int groups = (int) most;
    int[] group = new int[fine.cells()];
    double below = 0;
    for (int cell = 0; cell < group.length; cell++) {
      double middle = below + fine.p(cell) / 2;
      below += fine.p(cell);
      boolean tail = cell == 0 || cell == group.length - 1;
      boolean unseen = fine.reference(cell) == 0 && (discrete || !tail);
      group[cell] = unseen ? groups : Math.clamp((int) (middle * groups), 0, groups - 1);
    }
    return fine.grouped(discrete ? apart(fine, group, groups) : group, groups + 1);
  }

  /** A discrete feature of few values keeps each apart. */
  private static int[] apart(CountPair fine, int[] group, int groups) {
    long values = count(fine);
    if (values > groups) {
      return group;
    }
    int[] apart = new int[group.length];
    int next = 0;
    for (int cell = 0; cell < apart.length; cell++) {
      apart[cell] = fine.reference(cell) == 0 ? groups : next++;
    }
    return apart;
  }

  private static long count(CountPair fine) {
    return Arrays.stream(fine.table()[0]).filter(count -> count > 0).count();
  }
}
