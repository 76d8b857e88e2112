// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.base.Failure;
import io.ratchet.registry.Asset;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides what a route becomes, or why it may not. Pure: values in, the next revision out. */
final class RoutePolicy {
  private RoutePolicy() {}

  /**
   * Who asks and when.
   *
   * @param actor name of the caller, for the record
   */
  record Asked(Instant time, String actor) {}

  /**
   * The route of an asset that has just been loaded for the first time: everything to the highest
   * release, nothing in production.
   */
  static Route first(String name, Collection<Semver> versions, Asked asked) {
    Semver base =
        Asset.highestOf(versions)
            .orElseThrow(() -> new IllegalArgumentException("no versions of " + name));
    return new Route(
        name,
        1,
        null,
        Owner.NOBODY,
        AllocationPolicy.allocate(List.of(), Weight.all(base)),
        List.of(),
        name,
        null,
        asked.time(),
        asked.actor(),
        "first load");
  }

  /** The revision that follows {@code present}. */
  static Route next(Route present, RouteChange change, Asked asked) {
    checkRevision(present, change.expectedRevision());
    checkOwner(present, change.by());
    Semver production = production(present, change);
    String salt = change.salt() == null ? present.salt() : change.salt();
    boolean afresh = !salt.equals(present.salt());
    List<Segment> segments = new ArrayList<>();
    for (RouteChange.SegmentWeights wanted : change.segments()) {
      List<Arm> before = afresh ? List.of() : segmentArms(present, wanted.name());
      List<Arm> arms = AllocationPolicy.allocate(before, wanted.weights());
      segments.add(new Segment(wanted.name(), wanted.criteria(), arms));
    }
    Route next =
        new Route(
            present.name(),
            present.revision() + 1,
            present.revision(),
            change.owner(),
            AllocationPolicy.allocate(afresh ? List.of() : present.arms(), change.weights()),
            segments,
            salt,
            production,
            asked.time(),
            asked.actor(),
            change.reason());
    checkProduction(next);
    return next;
  }

  /** The revision that brings back an earlier one, to the last bucket. */
  static Route restored(Route present, Route earlier, String reason, Asked asked) {
    return new Route(
        present.name(),
        present.revision() + 1,
        earlier.previous(),
        earlier.owner(),
        earlier.arms(),
        earlier.segments(),
        earlier.salt(),
        earlier.production(),
        asked.time(),
        asked.actor(),
        reason);
  }

  /** The same traffic with nothing in production. */
  static Route withdrawn(Route present, String reason, Asked asked) {
    return new Route(
        present.name(),
        present.revision() + 1,
        present.revision(),
        present.owner(),
        present.arms(),
        present.segments(),
        present.salt(),
        null,
        asked.time(),
        asked.actor(),
        reason);
  }

  private static @Nullable Semver production(Route present, RouteChange change) {
    if (change.production() != null) {
      return change.production();
    }
    boolean byHand = change.by().equals(Owner.NOBODY) && change.owner().equals(Owner.NOBODY);
    return byHand ? production(present, change.weights()) : present.production();
  }

  /** Units of a new segment keep what they had as far as its shares allow. */
  private static List<Arm> segmentArms(Route present, String name) {
    return present.segments().stream()
        .filter(segment -> segment.name().equals(name))
        .findFirst()
        .map(Segment::arms)
        .orElse(present.arms());
  }

  static void checkRevision(Route present, @Nullable Long expected) {
    if (expected != null && expected != present.revision()) {
      throw Failure.conflict(
          "the route of %s is at revision %d, not %d"
              .formatted(present.name(), present.revision(), expected),
          "read the route again, then send the change with the revision you have read");
    }
  }

  static void checkOwner(Route present, Owner by) {
    if (!present.owner().equals(Owner.NOBODY) && !present.owner().equals(by)) {
      throw Failure.conflict(
          "the route of %s is owned by %s".formatted(present.name(), present.owner().shown()),
          "promote or roll back " + present.owner().shown() + " first; it alone moves this route");
    }
  }

  /** Whoever has no trial running serves his production version to somebody. */
  private static void checkProduction(Route next) {
    Semver production = next.production();
    if (production != null
        && next.owner().equals(Owner.NOBODY)
        && next.arms().stream().noneMatch(arm -> arm.version().equals(production))) {
      throw Failure.invalid(
          "the production version %s of %s is not in the route".formatted(production, next.name()),
          "give it a share, or name another production version");
    }
  }

  /**
   * The production version that follows from shares somebody set by hand: the only version; else
   * the present one while it has a share; else the base.
   */
  static Semver production(Route present, List<Weight> weights) {
    List<Weight> served = weights.stream().filter(weight -> weight.parts() > 0).toList();
    Semver production = present.production();
    boolean stays =
        served.size() > 1
            && production != null
            && served.stream().anyMatch(weight -> weight.version().equals(production));
    return stays ? Objects.requireNonNull(production) : served.getFirst().version();
  }

  /**
   * The stages that a route implies, as far as they differ from the present ones: its production
   * version is in production, what else gets a share is in staging, and the former production
   * version is archived unless it still gets a share.
   */
  static Map<Semver, Stage> stages(Route route, Map<Semver, Stage> present) {
    Map<Semver, Stage> moves = new TreeMap<>();
    present.forEach((version, stage) -> {
      if (stage == Stage.PRODUCTION) {
        moves.put(version, Stage.ARCHIVED);
      }
    });
    route.versions().forEach(version -> moves.put(version, Stage.STAGING));
    if (route.production() != null) {
      moves.put(route.production(), Stage.PRODUCTION);
    }
    moves.entrySet().removeIf(move -> move.getValue() == present.get(move.getKey()));
    return moves;
  }

  /**
   * The revision that brings back the production version before the present one. It restores the
   * latest revision that served that version, had no owner and gave nothing to the version that is
   * left; where there is none, everything goes to the restored version. Its {@code previous} is
   * that of the restored revision, so that the next rollback goes further back.
   *
   * @param past the revisions that {@code present} came from, newest first
   */
  static Optional<Route> rollback(Route present, List<Route> past, String reason, Asked asked) {
    Semver left = present.production();
    List<Route> earlier =
        past.stream()
            .dropWhile(route -> route.production() == null || route.production().equals(left))
            .toList();
    if (earlier.isEmpty()) {
      return Optional.empty();
    }
    Semver target = Objects.requireNonNull(earlier.getFirst().production());
    List<Route> sameProduction =
        earlier.stream().takeWhile(route -> target.equals(route.production())).toList();
    Optional<Route> clean =
        sameProduction.stream()
            .filter(route -> route.owner().equals(Owner.NOBODY))
            .filter(route -> left == null || !route.versions().contains(left))
            .findFirst();
    Route model = clean.orElse(sameProduction.getLast());
    List<Arm> arms =
        clean
            .map(Route::arms)
            .orElseGet(() -> AllocationPolicy.allocate(List.of(), Weight.all(target)));
    return Optional.of(
        new Route(
            present.name(),
            present.revision() + 1,
            model.previous(),
            Owner.NOBODY,
            arms,
            clean.map(Route::segments).orElse(List.of()),
            model.salt(),
            target,
            asked.time(),
            asked.actor(),
            reason));
  }
}
