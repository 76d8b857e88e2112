// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.routing.Arm.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decides which buckets each arm gets so that the fewest units move. An arm keeps what it has as
 * far as its new share allows; what arms give up goes to those that grow. So a ramp up takes units
 * from the shrinking arms only, and a ramp down followed by the same ramp up brings back the same
 * units.
 *
 * <p>The first arm, the base, lies at the low end and gives from its high end; the others begin at
 * the high end, grow downwards and give from their low end.
 */
final class AllocationPolicy {
  private AllocationPolicy() {}

  /**
   * The arms for new shares.
   *
   * @param before the arms until now, none for a fresh start
   * @param after shares that sum to a million
   */
  static List<Arm> allocate(List<Arm> before, List<Weight> after) {
    int sum = after.stream().mapToInt(Weight::parts).sum();
    if (sum != Arm.BUCKETS) {
      throw new IllegalArgumentException("shares sum to " + sum + ": " + after);
    }
    List<List<Range>> held = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      Weight weight = after.get(i);
      List<Range> kept = keep(heldBefore(before, weight), weight.parts(), i == 0);
      held.add(new ArrayList<>(kept));
    }
    List<Range> free = complement(held.stream().flatMap(List::stream).toList());
    for (int i = after.size() - 1; i >= 0; i--) {
      List<Range> ranges = held.get(i);
      int missing = after.get(i).parts() - size(ranges);
      List<Range> taken = keep(free, missing, i == 0);
      ranges.addAll(taken);
      free = minus(free, taken);
    }
    List<Arm> arms = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      Weight weight = after.get(i);
      arms.add(new Arm(weight.version(), weight.variant(), merged(held.get(i))));
    }
    return List.copyOf(arms);
  }

  private static List<Range> heldBefore(List<Arm> before, Weight weight) {
    return before.stream()
        .filter(arm -> isSame(arm, weight))
        .flatMap(arm -> arm.ranges().stream())
        .toList();
  }

  private static boolean isSame(Arm arm, Weight weight) {
    return arm.weight().isSameArm(weight);
  }

  /** At most so many buckets of some ranges, from their low or their high end. */
  private static List<Range> keep(List<Range> ranges, int parts, boolean fromLow) {
    List<Range> kept = new ArrayList<>();
    int left = parts;
    for (Range range : fromLow ? ranges : ranges.reversed()) {
      int size = Math.min(left, range.size());
      if (size > 0) {
        kept.add(
            fromLow
                ? new Range(range.from(), range.from() + size)
                : new Range(range.to() - size, range.to()));
        left -= size;
      }
    }
    return kept;
  }

  private static int size(List<Range> ranges) {
    return ranges.stream().mapToInt(Range::size).sum();
  }

  private static List<Range> minus(List<Range> ranges, List<Range> taken) {
    List<Range> kept = new ArrayList<>(complement(ranges));
    kept.addAll(taken);
    return complement(kept);
  }

  private static List<Range> complement(List<Range> ranges) {
    List<Range> gaps = new ArrayList<>();
    int position = 0;
    for (Range range : merged(ranges)) {
      if (range.from() > position) {
        gaps.add(new Range(position, range.from()));
      }
      position = range.to();
    }
    if (position < Arm.BUCKETS) {
      gaps.add(new Range(position, Arm.BUCKETS));
    }
    return gaps;
  }

  private static List<Range> merged(List<Range> ranges) {
    List<Range> merged = new ArrayList<>();
    for (Range range : ranges.stream().sorted(Comparator.comparingInt(Range::from)).toList()) {
      if (!merged.isEmpty() && merged.getLast().to() == range.from()) {
        range = new Range(merged.removeLast().from(), range.to());
      }
      merged.add(range);
    }
    return merged;
  }
}
