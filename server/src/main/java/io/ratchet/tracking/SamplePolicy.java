// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which steps stand for all of them. */
final class SamplePolicy {
  private SamplePolicy() {}

  /**
   * Chooses steps at even distances among those that occur, with the last one, and the first and
   * last of every run as far as they lie in the range.
   *
   * @param stepsOfRuns in ascending order
   * @param first of the range; null for the steps from 0 on
   */
  static NavigableSet<Long> choose(
      List<List<Long>> stepsOfRuns, @Nullable Long first, @Nullable Long last, int most) {
    TreeSet<Long> all = new TreeSet<>();
    stepsOfRuns.forEach(all::addAll);
    NavigableSet<Long> chosen = new TreeSet<>();
    if (all.isEmpty()) {
      return chosen;
    }
    long from = first == null ? 0 : first;
    long to = last == null ? all.getLast() : last;
    if (from > to) {
      return chosen;
    }
    List<Long> within = new ArrayList<>(all.subSet(from, true, to, true));
    if (within.size() <= most) {
      chosen.addAll(within);
    } else {
      double distance = (double) within.size() / most;
      for (int i = 0; i < most; i++) {
        chosen.add(within.get((int) (i * distance)));
      }
      chosen.add(within.getLast());
    }
    for (List<Long> steps : stepsOfRuns) {
      if (!steps.isEmpty()) {
        addWithin(chosen, steps.getFirst(), from, to);
        addWithin(chosen, steps.getLast(), from, to);
      }
    }
    return chosen;
  }

  private static void addWithin(NavigableSet<Long> chosen, long step, long from, long to) {
    if (step >= from && step <= to) {
      chosen.add(step);
    }
  }
}
