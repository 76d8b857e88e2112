// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Failure;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which moves are legal from which state. */
final class LifecyclePolicy {
  /** What somebody does to an experiment. */
  enum Move {
    START(Status.RUNNING, "started"),
    PAUSE(Status.PAUSED, "paused"),
    RESUME(Status.RUNNING, "resumed"),
    COMPLETE(Status.COMPLETED, "completed"),
    PROMOTE(Status.PROMOTED, "promoted"),
    ROLLBACK(Status.ROLLED_BACK, "rolled_back");

    private final Status after;
    private final String done;

    Move(Status after, String done) {
      this.after = after;
      this.done = done;
    }

    /** The state it leads to. */
    Status after() {
      return after;
    }

    /** The type of its journal entry. */
    String event() {
      return "experiment." + done;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Map<Move, Set<Status>> FROM = new EnumMap<>(Move.class);

  static {
    FROM.put(Move.START, EnumSet.of(Status.DRAFT));
    FROM.put(Move.PAUSE, EnumSet.of(Status.RUNNING));
    FROM.put(Move.RESUME, EnumSet.of(Status.PAUSED));
    FROM.put(Move.COMPLETE, EnumSet.of(Status.RUNNING, Status.PAUSED));
    FROM.put(Move.PROMOTE, EnumSet.of(Status.RUNNING, Status.PAUSED, Status.COMPLETED));
    FROM.put(
        Move.ROLLBACK,
        EnumSet.of(Status.RUNNING, Status.PAUSED, Status.COMPLETED, Status.PROMOTED));
  }

  private LifecyclePolicy() {}

  static boolean isLegal(Status from, Move move) {
    return from(move).contains(from);
  }

  private static Set<Status> from(Move move) {
    Set<Status> from = FROM.get(move);
    if (from == null) {
      throw new IllegalStateException("no states for " + move);
    }
    return from;
  }

  /** Refuses a move that is not legal now, with what happened and what may be done instead. */
  static void check(Experiment experiment, Move move) {
    Status status = experiment.status();
    if (isLegal(status, move)) {
      return;
    }
    String since = experiment.changedBy() + " at " + experiment.changedAt();
    String message =
        "cannot %s the experiment %s: it is %s, by %s"
            .formatted(move.word(), experiment.name(), status, since);
    throw Failure.conflict(message, hint(status, move));
  }

  private static String hint(Status status, Move move) {
    String possible =
        FROM.keySet().stream()
            .filter(other -> isLegal(status, other))
            .map(Move::word)
            .collect(Collectors.joining(", "));
    String wanted =
        from(move).stream().map(Status::name).sorted().collect(Collectors.joining(", "));
    return possible.isEmpty()
        ? "it is over; create another experiment"
        : "%s needs %s; from %s it can: %s".formatted(move.word(), wanted, status, possible);
  }
}
