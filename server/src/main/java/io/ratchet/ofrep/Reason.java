// SPDX-License-Identifier: Apache-2.0
package io.ratchet.ofrep;

import io.ratchet.routing.Arm;
import io.ratchet.routing.Route;
import io.ratchet.routing.Segment;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a flag has its value, in the protocol's words. */
enum Reason {
  /** There is one version for everybody; clients may keep it. */
  STATIC,
  /** Segments decided, by holding the unit or by none of them holding it. */
  TARGETING_MATCH,
  /** The hash of the unit decided between several arms, of a segment or of the route. */
  SPLIT,
  /** The experiment that was asked for does not run, and its control answers. */
  DISABLED;

  /**
   * The reason of an answer.
   *
   * @param segment that holds the unit, null where none does
   * @param trial whether the flag names an experiment, rather than a prompt
   */
  static Reason of(Route route, @Nullable Segment segment, boolean trial) {
    if (trial && !isRunning(route)) {
      return DISABLED;
    }
    List<Arm> arms = segment == null ? route.arms() : segment.arms();
    if (arms.stream().filter(arm -> arm.parts() > 0).count() > 1) {
      return SPLIT;
    }
    return route.segments().isEmpty() ? STATIC : TARGETING_MATCH;
  }

  /** A trial that is paused or completed owns its route without naming arms in it. */
  private static boolean isRunning(Route route) {
    return Stream.concat(
            route.arms().stream(),
            route.segments().stream().flatMap(segment -> segment.arms().stream()))
        .anyMatch(arm -> arm.variant() != null);
  }
}
