// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.experiment.LifecyclePolicy.Move;
import io.ratchet.journal.Journal;
import io.ratchet.registry.Assets;
import io.ratchet.registry.Semver;
import io.ratchet.routing.Arm;
import io.ratchet.routing.Owner;
import io.ratchet.routing.Route;
import io.ratchet.routing.RouteChange;
import io.ratchet.routing.RouteChange.SegmentWeights;
import io.ratchet.routing.Routes;
import io.ratchet.routing.RoutesByKind;
import io.ratchet.routing.Weight;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.SharesPolicy;
import io.ratchet.verdict.SharesPolicy.Shares;
import io.ratchet.verdict.Variant;
import io.ratchet.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Moves an experiment and its route together, within the caller's transaction. */
final class Moves {
  private static final String ACTOR = "experiments";

  private final Journal journal;
  private final RoutesByKind routes;
  private final Watches watches;

  Moves(Journal journal, RoutesByKind routes, Watches watches) {
    this.journal = journal;
    this.routes = routes;
    this.watches = watches;
  }

  /**
   * What somebody wants.
   *
   * @param winner null for none, or for the one that is known
   * @param evidence what it is based on, kept in the journal
   */
  record Asked(
      Move move,
      @Nullable Semver winner,
      String reason,
      @Nullable Findings evidence,
      String actor,
      Instant time) {}

  /** Who owns the route while the experiment does. */
  static Owner owner(Experiment experiment) {
    return new Owner.Experiment(
        experiment.id(), experiment.name(), experiment.plan().allocation().isAdaptive());
  }

  /** Makes one move; the row of the experiment is locked. */
  Experiment move(Handle handle, Experiment present, Asked asked) {
    LifecyclePolicy.check(present, asked.move());
    Experiment told = told(present, asked);
    Route route = route(handle, told, asked);
    Experiment next =
        told.moved(asked.move().after(), route.revision(), asked.time(), asked.actor());
    if (asked.move() == Move.START) {
      next = next.withRouteBefore(Objects.requireNonNull(route.previous()));
    }
    ExperimentStore.update(handle, next);
    journal.append(
        handle,
        asked.move().event(),
        Experiments.KIND,
        next.id(),
        asked.actor(),
        detail(next, asked, route));
    if (asked.move() == Move.ROLLBACK && next.plan().watches() != null) {
      undo(handle, next.plan().watches(), route, asked);
    }
    return next;
  }

  /** What a watch rolls back is the promotion, so that is where it shows. */
  private void undo(Handle handle, String promoted, Route route, Asked asked) {
    Experiment present = ExperimentStore.lock(handle, promoted).orElseThrow();
    if (present.status() == Status.PROMOTED) {
      Experiment next =
          present
              .withWinner(present.winner(), orNull(asked.reason()))
              .moved(Status.ROLLED_BACK, route.revision(), asked.time(), asked.actor());
      ExperimentStore.update(handle, next);
      journal.append(
          handle,
          Move.ROLLBACK.event(),
          Experiments.KIND,
          next.id(),
          asked.actor(),
          detail(next, asked, route));
    }
  }

  /** Makes the moves that the verdict asks for, and notes the verdict where it is another one. */
  Experiment decide(
      Handle handle, Experiment present, Findings findings, List<Move> wanted, Instant time) {
    Verdict verdict = findings.verdict();
    String word = verdict.decision().name();
    Experiment next = present;
    if (!word.equals(present.decision())) {
      next = present.withDecision(word);
      ExperimentStore.update(handle, next);
      ObjectNode detail = Json.object().put("name", present.name());
      detail.set("verdict", AnalysisJson.verdict(verdict));
      journal.append(handle, "experiment.verdict", Experiments.KIND, present.id(), ACTOR, detail);
    }
    for (Move move : wanted) {
      String reason = String.join("; ", verdict.reasons());
      next = move(handle, next, new Asked(move, verdict.winner(), reason, findings, ACTOR, time));
    }
    return next;
  }

  private static Experiment told(Experiment present, Asked asked) {
    return switch (asked.move()) {
      case START, PAUSE, RESUME -> present;
      case COMPLETE -> present.withWinner(asked.winner(), orNull(asked.reason()));
      case PROMOTE -> {
        Semver winner = winner(present, asked);
        if (winner == null) {
          throw Failure.conflict(
              "the experiment %s %s"
                  .formatted(
                      present.name(),
                      present.status() == Status.COMPLETED
                          ? "was completed without a winner"
                          : "has no winner yet"),
              "name one: POST /api/experiments/" + present.id() + "/promote?winner=VERSION");
        }
        yield present.withWinner(winner, present.conclusion());
      }
      case ROLLBACK -> present.withWinner(present.winner(), orNull(asked.reason()));
    };
  }

  /** The one that is asked for, else the one it was completed with, else the verdict's. */
  private static @Nullable Semver winner(Experiment present, Asked asked) {
    if (asked.winner() != null || present.winner() != null) {
      return asked.winner() == null ? present.winner() : asked.winner();
    }
    if (present.plan().watches() != null) {
      return present.plan().treatments().getFirst().version();
    }
    return asked.evidence() == null ? null : asked.evidence().verdict().winner();
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private Route route(Handle handle, Experiment experiment, Asked asked) {
    return switch (asked.move()) {
      case START -> start(handle, experiment, asked);
      case RESUME -> {
        Shares shares = AllocationStore.latest(handle, experiment.id()).orElseThrow();
        yield change(handle, experiment, arms(experiment, shares, asked), asked);
      }
      case PAUSE, COMPLETE -> change(handle, experiment, control(experiment, asked), asked);
      case PROMOTE ->
          isWatched(experiment)
              ? watched(handle, experiment, asked)
              : change(handle, experiment, promotion(experiment, asked), asked);
      case ROLLBACK ->
          routes(experiment)
              .restore(
                  handle,
                  experiment.plan().asset(),
                  Objects.requireNonNull(experiment.routeBefore()),
                  Objects.requireNonNull(experiment.routeNow()),
                  owner(experiment),
                  reason(experiment, asked),
                  evidence(asked),
                  asked.actor());
    };
  }

  private Routes<?> routes(Experiment experiment) {
    return routes.of(experiment.plan().kind());
  }

  private Route change(Handle handle, Experiment experiment, RouteChange change, Asked asked) {
    return routes(experiment).change(handle, experiment.plan().asset(), change, asked.actor());
  }

  private Route start(Handle handle, Experiment experiment, Asked asked) {
    Plan plan = experiment.plan();
    VersionPolicy.checkArms(plan, routes);
    Shares shares = SharesPolicy.first(plan, asked.time());
    AllocationStore.add(handle, experiment.id(), shares);
    Route route = change(handle, experiment, arms(experiment, shares, asked), asked);
    for (Variant variant : plan.variants()) {
      Assets.persistUsed(
          handle, plan.kind(), plan.asset(), variant.version().toString(), asked.time());
    }
    return route;
  }

  /** Gives the arms other shares; nobody who has an arm gets another. */
  Experiment reallocate(Handle handle, Experiment present, Shares shares, Findings findings) {
    Asked asked = new Asked(Move.RESUME, null, shares.reason(), findings, ACTOR, shares.since());
    AllocationStore.add(handle, present.id(), shares);
    Route route = change(handle, present, arms(present, shares, asked), asked);
    Experiment next = present.moved(present.status(), route.revision(), shares.since(), ACTOR);
    ExperimentStore.update(handle, next);
    ObjectNode detail =
        Json.object()
            .put("name", next.name())
            .put("route_revision", route.revision())
            .put("reason", shares.reason());
    detail.set("parts", AllocationJson.parts(shares));
    journal.append(handle, "experiment.allocated", Experiments.KIND, next.id(), ACTOR, detail);
    return next;
  }

  /** The arms for everybody, or for the segment while everybody else gets the control. */
  private static RouteChange arms(Experiment experiment, Shares shares, Asked asked) {
    Plan plan = experiment.plan();
    List<Weight> arms = new ArrayList<>();
    int rest = Arm.BUCKETS - shares.coverage();
    if (rest > 0) {
      arms.add(new Weight(plan.control().version(), null, rest));
    }
    for (Variant variant : plan.variants()) {
      int parts = shares.parts().getOrDefault(variant.name(), 0);
      arms.add(new Weight(variant.version(), variant.name(), parts));
    }
    List<SegmentWeights> segments =
        plan.segment().isEmpty()
            ? List.of()
            : List.of(new SegmentWeights(experiment.name(), plan.segment(), arms));
    List<Weight> base = segments.isEmpty() ? arms : Weight.all(plan.control().version());
    boolean starts = asked.move() == Move.START;
    return change(experiment, base, segments, starts ? Owner.NOBODY : owner(experiment), asked);
  }

  private static RouteChange control(Experiment experiment, Asked asked) {
    List<Weight> all = Weight.all(experiment.plan().control().version());
    return change(experiment, all, List.of(), owner(experiment), asked);
  }

  /** The salt is the experiment's own, so that its arms are independent of all other trials. */
  private static RouteChange change(
      Experiment experiment,
      List<Weight> weights,
      List<SegmentWeights> segments,
      Owner by,
      Asked asked) {
    return new RouteChange(
        weights,
        segments,
        experiment.id(),
        null,
        by,
        owner(experiment),
        null,
        reason(experiment, asked),
        evidence(asked));
  }

  /** Keeping the control is no promotion of anything new. */
  private static boolean isWatched(Experiment experiment) {
    return experiment.plan().watch() != null
        && !experiment.plan().control().version().equals(experiment.winner());
  }

  /** The winner is in production, and the version it replaces keeps a share for comparison. */
  private Route watched(Handle handle, Experiment experiment, Asked asked) {
    Semver winner = Objects.requireNonNull(experiment.winner());
    Experiment watch = watches.plan(handle, experiment, winner, asked.time(), ACTOR);
    List<Weight> weights =
        watch.plan().variants().stream()
            .map(variant -> new Weight(variant.version(), variant.name(), variant.parts()))
            .toList();
    RouteChange change =
        new RouteChange(
            weights,
            List.of(),
            watch.id(),
            winner,
            owner(experiment),
            owner(watch),
            null,
            reason(experiment, asked),
            evidence(asked));
    Route route = change(handle, experiment, change, asked);
    Experiment begun = watches.begin(handle, watch, route.revision());
    AllocationStore.add(handle, begun.id(), SharesPolicy.first(begun.plan(), asked.time()));
    journal.append(
        handle,
        Move.START.event(),
        Experiments.KIND,
        begun.id(),
        ACTOR,
        ExperimentJson.shown(begun));
    return route;
  }

  private static RouteChange promotion(Experiment experiment, Asked asked) {
    Semver winner = Objects.requireNonNull(experiment.winner());
    return new RouteChange(
        Weight.all(winner),
        List.of(),
        null,
        winner,
        owner(experiment),
        Owner.NOBODY,
        null,
        reason(experiment, asked),
        evidence(asked));
  }

  private static String reason(Experiment experiment, Asked asked) {
    String what = "the experiment " + experiment.name() + ": " + asked.move().word();
    return asked.reason().isEmpty() ? what : what + ", " + asked.reason();
  }

  private static @Nullable ObjectNode evidence(Asked asked) {
    return asked.evidence() == null ? null : AnalysisJson.shown(asked.evidence());
  }

  private static ObjectNode detail(Experiment experiment, Asked asked, Route route) {
    ObjectNode detail =
        Json.object()
            .put("name", experiment.name())
            .put("status", experiment.status().name())
            .put("route_revision", route.revision())
            .put("reason", orNull(asked.reason()));
    if (experiment.winner() != null) {
      detail.put("winner", experiment.winner().toString());
    }
    ObjectNode evidence = evidence(asked);
    if (evidence != null) {
      detail.set("evidence", evidence);
    }
    return detail;
  }
}
