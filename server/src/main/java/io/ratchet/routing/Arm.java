// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.registry.Semver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version and the buckets whose units get it.
 *
 * @param variant name of the arm where a trial owns the route, else null
 * @param ranges buckets of this arm in ascending order, none touching the next
 */
public record Arm(Semver version, @Nullable String variant, List<Range> ranges) {
  /** Buckets of a route: a share is counted in parts per million. */
  public static final int BUCKETS = 1_000_000;

  /**
   * Consecutive buckets.
   *
   * @param from first, inclusive
   * @param to last, exclusive
   */
  public record Range(int from, int to) {
    public Range {
      if (from < 0 || from >= to || to > BUCKETS) {
        throw new IllegalArgumentException("no range of buckets: " + from + " to " + to);
      }
    }

    int size() {
      return to - from;
    }
  }

  public Arm {
    ranges = List.copyOf(ranges);
  }

  /** Its share in parts per million. */
  public int parts() {
    return ranges.stream().mapToInt(Range::size).sum();
  }

  public Weight weight() {
    return new Weight(version, variant, parts());
  }
}
