// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of feedback. */
final class FeedbackStore {
  private FeedbackStore() {}

  /** Feedback with its number. */
  record Stored(long sequence, long receipt, Feedback feedback) {}

  /** Inserts what is not known yet, all of it waiting; answers 1 for new, 0 for a known id. */
  static int[] insert(Handle handle, Collection<Stored> rows) {
    return Bulk.change(
        handle,
        """
        INSERT INTO feedback
          (sequence, id, time, call_id, experiment, unit, name, value, waiting)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
        ON CONFLICT (id) DO NOTHING
        """,
        rows,
        (statement, _, row) -> {
          Feedback feedback = row.feedback();
          statement.setLong(1, row.sequence());
          statement.setString(2, feedback.id());
          statement.setLong(3, feedback.time().toEpochMilli());
          statement.setString(4, orEmpty(feedback.callId()));
          statement.setString(5, orEmpty(feedback.experiment()));
          statement.setString(6, orEmpty(feedback.unit()));
          statement.setString(7, feedback.name());
          statement.setString(8, Json.text(feedback.value()));
          return 8;
        });
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  static boolean isAnyWaiting(Handle handle) {
    return handle
            .createQuery(
                """
                SELECT COUNT(*) FROM (
                  SELECT 1 FROM feedback WHERE waiting = 1 AND call_id <> ''
                  UNION ALL
                  SELECT 1 FROM feedback WHERE waiting = 1 AND call_id = ''
                  LIMIT 1) AS one
                """)
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  /** What waits for calls with these ids, in the order in which it came. */
  static List<Stored> waitingForCalls(Handle handle, List<String> ids) {
    return Bulk.select(
        handle,
        count ->
            """
            SELECT * FROM feedback WHERE waiting = 1 AND call_id <> '' AND call_id IN (%s)
            ORDER BY sequence
            """
                .formatted(Bulk.repeat("?", count)),
        ids,
        (statement, last, id) -> {
          statement.setString(last + 1, id);
          return last + 1;
        },
        FeedbackStore::stored);
  }

  /** A unit in an experiment. */
  record UnitOf(String experiment, String unit) {}

  /** What waits for a call of these units, in the order in which it came. */
  static List<Stored> waitingForUnits(Handle handle, List<UnitOf> units) {
    return Bulk.select(
        handle,
        count ->
            """
            SELECT * FROM feedback WHERE waiting = 1 AND call_id = ''
              AND (experiment, unit) IN (VALUES %s)
            ORDER BY sequence
            """
                .formatted(Bulk.repeat("(?, ?)", count)),
        units,
        (statement, last, unit) -> {
          statement.setString(last + 1, unit.experiment());
          statement.setString(last + 2, unit.unit());
          return last + 2;
        },
        FeedbackStore::stored);
  }

  /** Notes which call feedback belongs to. */
  static void join(Handle handle, Collection<Joined> joined) {
    Bulk.change(
        handle,
        "UPDATE feedback SET waiting = 0, call_id = ? WHERE sequence = ?",
        joined,
        (statement, _, one) -> {
          statement.setString(1, one.callId());
          statement.setLong(2, one.sequence());
          return 2;
        });
  }

  /** Feedback that found its call. */
  record Joined(long sequence, String callId) {}

  /** What is known about a call, oldest first. */
  static List<Feedback> of(Handle handle, String callId, int limit) {
    return handle
        .createQuery(
            """
            SELECT * FROM feedback WHERE call_id = :id AND call_id <> ''
            ORDER BY time, sequence LIMIT :limit
            """)
        .bind("id", callId)
        .bind("limit", limit)
        .map((row, _) -> stored(row).feedback())
        .list();
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(
        row.getLong("sequence"),
        0,
        new Feedback(
            row.getString("id"),
            Instant.ofEpochMilli(row.getLong("time")),
            orNull(row.getString("call_id")),
            orNull(row.getString("experiment")),
            orNull(row.getString("unit")),
            row.getString("name"),
            Json.parse(row.getString("value"))));
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
