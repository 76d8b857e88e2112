// SPDX-License-Identifier: Apache-2.0
package io.ratchet.monitor;

import io.ratchet.base.Json;
import io.ratchet.call.Call;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody should look at.
 *
 * @param resolvedAt null while it is not resolved
 * @param past whether what it is about is over
 * @param evidence the numbers that decided
 */
record Alert(
    String id,
    Call.Subject version,
    Type type,
    Level level,
    Status status,
    Instant openedAt,
    Instant changedAt,
    @Nullable Instant acknowledgedAt,
    @Nullable String acknowledgedBy,
    @Nullable Instant resolvedAt,
    @Nullable String resolvedBy,
    @Nullable String note,
    boolean past,
    ObjectNode evidence) {

  static Alert opened(String id, Call.Subject version, Wanted wanted, Instant now) {
    return new Alert(
        id,
        version,
        wanted.type(),
        wanted.level(),
        Status.OPEN,
        now,
        now,
        null,
        null,
        null,
        null,
        null,
        false,
        wanted.evidence());
  }

  /** With another level; one that got worse is open again, whoever had resolved it. */
  Alert at(Level changed, ObjectNode why, Instant now) {
    boolean worse = changed.compareTo(level) > 0;
    return new Alert(
        id,
        version,
        type,
        changed,
        worse ? Status.OPEN : status,
        openedAt,
        now,
        acknowledgedAt,
        acknowledgedBy,
        worse ? null : resolvedAt,
        worse ? null : resolvedBy,
        note,
        false,
        why);
  }

  Alert acknowledged(String by, @Nullable String why, Instant now) {
    return new Alert(
        id,
        version,
        type,
        level,
        Status.ACKNOWLEDGED,
        openedAt,
        now,
        now,
        by,
        resolvedAt,
        resolvedBy,
        why == null ? note : why,
        past,
        evidence);
  }

  /** Resolved; what it is about may go on, and does not open it again. */
  Alert resolved(String by, @Nullable String why, boolean isPast, Instant now) {
    return new Alert(
        id,
        version,
        type,
        level,
        Status.RESOLVED,
        openedAt,
        now,
        acknowledgedAt,
        acknowledgedBy,
        resolvedAt == null ? now : resolvedAt,
        resolvedBy == null ? by : resolvedBy,
        why == null ? note : why,
        isPast,
        evidence);
  }

  ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("id", id)
            .put("kind", version.kind())
            .put("asset", version.asset())
            .put("version", version.version())
            .put("type", type.word())
            .put("level", level.name())
            .put("status", status.word())
            .put("opened_at", openedAt.toString())
            .put("changed_at", changedAt.toString())
            .put("acknowledged_at", acknowledgedAt == null ? null : acknowledgedAt.toString())
            .put("acknowledged_by", acknowledgedBy)
            .put("resolved_at", resolvedAt == null ? null : resolvedAt.toString())
            .put("resolved_by", resolvedBy)
            .put("note", note);
    json.set("evidence", evidence);
    return json;
  }

  /** What it is about. */
  enum Type {
    ACCURACY_DROP,
    ERROR_RATE,
    LATENCY,
    CONCEPT_DRIFT,
    FEATURE_DRIFT,
    DATA_QUALITY,
    /** What somebody else saw, and only somebody can call over. */
    REPORTED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How much it matters, from the least. */
  enum Level {
    INFO,
    WARNING,
    CRITICAL
  }

  /** What became of it. */
  enum Status {
    OPEN,
    ACKNOWLEDGED,
    RESOLVED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An alert that there should be. */
  record Wanted(Type type, Level level, ObjectNode evidence) {}
}
