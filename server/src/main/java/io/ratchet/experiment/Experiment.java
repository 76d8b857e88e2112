// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.registry.Semver;
import io.ratchet.verdict.Plan;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A trial and how far it is.
 *
 * @param routeBefore revision of the route that the start found, which a rollback restores
 * @param routeNow revision of the route that the latest move wrote
 * @param winner the version that won, if any
 * @param conclusion why it ended, in words
 * @param decision the latest verdict's word, for noticing when it changes
 * @param changedBy who made the latest move
 */
public record Experiment(
    String id,
    String name,
    String description,
    Plan plan,
    Status status,
    Instant createdAt,
    String createdBy,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable Long routeBefore,
    @Nullable Long routeNow,
    @Nullable Semver winner,
    @Nullable String conclusion,
    @Nullable String decision,
    Instant changedAt,
    String changedBy) {

  /** Whether its planned time is over. */
  boolean isExpired(Instant now) {
    Integer days = plan.maxDays();
    return startedAt != null
        && days != null
        && !now.isBefore(startedAt.plus(Duration.ofDays(days)));
  }

  /** The same after a move. */
  Experiment moved(Status next, @Nullable Long route, Instant at, String by) {
    boolean starts = status == Status.DRAFT && next == Status.RUNNING;
    boolean ends = completedAt == null && next.isOver();
    return new Experiment(
        id,
        name,
        description,
        plan,
        next,
        createdAt,
        createdBy,
        starts ? at : startedAt,
        ends ? at : completedAt,
        routeBefore,
        route,
        winner,
        conclusion,
        decision,
        at,
        by);
  }

  Experiment withRouteBefore(long revision) {
    return copy(revision, winner, conclusion, decision);
  }

  Experiment withWinner(@Nullable Semver version, @Nullable String words) {
    return copy(routeBefore, version, words, decision);
  }

  Experiment withDecision(String word) {
    return copy(routeBefore, winner, conclusion, word);
  }

  private Experiment copy(
      @Nullable Long before,
      @Nullable Semver version,
      @Nullable String words,
      @Nullable String word) {
    return new Experiment(
        id,
        name,
        description,
        plan,
        status,
        createdAt,
        createdBy,
        startedAt,
        completedAt,
        before,
        routeNow,
        version,
        words,
        word,
        changedAt,
        changedBy);
  }
}
