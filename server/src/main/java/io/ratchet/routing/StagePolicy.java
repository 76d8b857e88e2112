// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.registry.Semver;
import io.ratchet.registry.Stage;

/**
 * Decides what a move to a stage means. Into production is a move of the route; out of it is not a
 * move of its own, since something must be live; and what gets traffic stays in sight.
 */
final class StagePolicy {
  private StagePolicy() {}

  /** What to do about a wanted stage. */
  sealed interface Decision {
    /** It is there already. */
    record Nothing() implements Decision {}

    /** Only the stage moves. */
    record Move() implements Decision {}

    /** The route moves, and the stage with it. */
    record Promote() implements Decision {}

    /** It may not. */
    record Refuse(String message, String hint) implements Decision {}
  }

  static Decision decide(Route route, Semver version, Stage before, Stage wanted) {
    if (wanted == Stage.PRODUCTION) {
      return isAlone(route, version) ? new Decision.Nothing() : new Decision.Promote();
    }
    if (version.equals(route.production())) {
      return new Decision.Refuse(
          "%s is in production and cannot move to %s".formatted(version, wanted.label()),
          "put another version into production, or roll back; %s then leaves by itself"
              .formatted(version));
    }
    if (before == wanted) {
      return new Decision.Nothing();
    }
    if (wanted != Stage.STAGING && route.versions().contains(version)) {
      return new Decision.Refuse(
          "%s gets traffic and cannot move to %s".formatted(version, wanted.label()),
          "take it out of the route of %s first".formatted(route.name()));
    }
    return new Decision.Move();
  }

  /** Whether it is in production and nothing else gets traffic. */
  private static boolean isAlone(Route route, Semver version) {
    return version.equals(route.production())
        && route.owner().equals(Owner.NOBODY)
        && route.versions().size() == 1;
  }
}
