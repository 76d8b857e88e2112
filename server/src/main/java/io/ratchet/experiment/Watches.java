// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Ids;
import io.ratchet.registry.Semver;
import io.ratchet.routing.Arm;
import io.ratchet.verdict.Allocation;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Variant;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/**
 * Makes the experiment that watches over a promotion: the promoted version against the one it
 * replaced, which keeps a small share. It begins with the promotion and its calls are its own, so
 * that what was found before does not hide what happens now. It rolls back by itself when the new
 * version proves worse, and lets go of the route when its time is over.
 */
final class Watches {
  private static final int FEWEST_UNITS = 100;
  private static final int NAME_LENGTH = 128;
  private static final String SUFFIX = "-watch";

  private final Ids ids;

  Watches(Ids ids) {
    this.ids = ids;
  }

  /** The experiment that is to watch; it exists only when it is {@link #begin begun}. */
  Experiment plan(Handle handle, Experiment promoted, Semver winner, Instant now, String actor) {
    Plan before = promoted.plan();
    Plan.Watch watch = Objects.requireNonNull(before.watch());
    List<Variant> variants =
        List.of(
            new Variant("control", before.control().version(), watch.holdback()),
            new Variant("treatment", winner, Arm.BUCKETS - watch.holdback()));
    Plan plan =
        new Plan(
            before.kind(),
            before.asset(),
            variants,
            List.of(),
            before.goals().stream().map(Watches::notWorse).toList(),
            before.confidence(),
            FEWEST_UNITS,
            watch.days(),
            new Allocation.Fixed(),
            null,
            promoted.id(),
            false,
            true);
    return new Experiment(
        "exp-" + ids.next(),
        freeName(handle, promoted.name()),
        "watches over the promotion of " + winner + " by " + promoted.name(),
        plan,
        Status.RUNNING,
        now,
        actor,
        now,
        null,
        promoted.routeBefore(),
        null,
        null,
        null,
        null,
        now,
        actor);
  }

  /** What was to be better must not be worse now. */
  private static Goal notWorse(Goal goal) {
    return switch (goal.role()) {
      case SUCCESS -> Goal.success(goal.metric(), 0);
      case GUARDRAIL, INFORMATION -> goal;
    };
  }

  private static String freeName(Handle handle, String name) {
    String base = name.substring(0, Math.min(name.length(), NAME_LENGTH - SUFFIX.length() - 4));
    String wanted = base + SUFFIX;
    for (int i = 2; ExperimentStore.find(handle, wanted).isPresent(); i++) {
      wanted = base + SUFFIX + "-" + i;
    }
    return wanted;
  }

  /** Writes the experiment, which owns the route from this revision on. */
  Experiment begin(Handle handle, Experiment planned, long revision) {
    Experiment begun =
        planned.moved(Status.RUNNING, revision, planned.createdAt(), planned.createdBy());
    if (!ExperimentStore.insert(handle, begun)) {
      throw new IllegalStateException("the name was free a moment ago: " + begun.name());
    }
    ExperimentStore.update(handle, begun);
    return begun;
  }
}
