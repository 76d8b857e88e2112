// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import io.ratchet.base.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The rows of replays. */
final class ReplayStore {
  private ReplayStore() {}

  /** Adds a replay; false where its id is taken or another one of its prompt runs. */
  static boolean insert(Handle handle, Replay replay) {
    return handle
            .createUpdate(
                """
                INSERT INTO replay (id, prompt, plan, status, scanned, skipped, created_at,
                  created_by, runner, lease)
                VALUES (:id, :prompt, :plan, :status, 0, '{}', :createdAt, :createdBy, '', 0)
                ON CONFLICT DO NOTHING
                """)
            .bind("id", replay.id())
            .bind("prompt", replay.plan().prompt())
            .bind("plan", Json.text(replay.plan().write()))
            .bind("status", replay.status().name())
            .bind("createdAt", replay.createdAt().toEpochMilli())
            .bind("createdBy", replay.createdBy())
            .execute()
        == 1;
  }

  static Optional<Replay> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM replay WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> replay(row))
        .findOne();
  }

  static Optional<Replay> running(Handle handle, String prompt) {
    return handle
        .createQuery("SELECT * FROM replay WHERE prompt = :prompt AND status = 'RUNNING'")
        .bind("prompt", prompt)
        .map((row, _) -> replay(row))
        .findOne();
  }

  static List<String> running(Handle handle) {
    return handle
        .createQuery("SELECT id FROM replay WHERE status = 'RUNNING' ORDER BY id")
        .mapTo(String.class)
        .list();
  }

  /** What to list, from the newest to the oldest; null means any. */
  record Filter(@Nullable String prompt, @Nullable Status status) {}

  /** Where a page ended: the time and id of its last replay. */
  record Place(long time, String id) {}

  static List<Replay> list(Handle handle, Filter filter, @Nullable Place after, int limit) {
    return handle
        .createQuery(
            """
            SELECT * FROM replay
            WHERE (:prompt = '' OR prompt = :prompt) AND (:status = '' OR status = :status)
              AND (created_at < :time OR (created_at = :time AND id < :id))
            ORDER BY created_at DESC, id DESC LIMIT :limit
            """)
        .bind("prompt", filter.prompt() == null ? "" : filter.prompt())
        .bind("status", filter.status() == null ? "" : filter.status().name())
        .bind("time", after == null ? Long.MAX_VALUE : after.time())
        .bind("id", after == null ? "" : after.id())
        .bind("limit", limit)
        .map((row, _) -> replay(row))
        .list();
  }

  /** Takes or keeps the lease of a running replay; false where another runner has it. */
  static boolean claim(Handle handle, String id, String runner, Instant now, Instant until) {
    return handle
            .createUpdate(
                """
                UPDATE replay SET runner = :runner, lease = :until
                WHERE id = :id AND status = 'RUNNING' AND (runner = :runner OR lease < :now)
                """)
            .bind("id", id)
            .bind("runner", runner)
            .bind("now", now.toEpochMilli())
            .bind("until", until.toEpochMilli())
            .execute()
        == 1;
  }

  /** Gives back every lease of a runner. */
  static void release(Handle handle, String runner) {
    handle
        .createUpdate("UPDATE replay SET lease = 0, runner = '' WHERE runner = :runner")
        .bind("runner", runner)
        .execute();
  }

  /** Fixes the inputs of a replay, once. */
  static void fix(Handle handle, String id, InputFinder.Inputs inputs) {
    ObjectNode skipped = Json.object();
    inputs.skipped().forEach(skipped::put);
    int changed =
        handle
            .createUpdate(
                """
                UPDATE replay SET pairs = :pairs, scanned = :scanned, skipped = :skipped
                WHERE id = :id AND pairs IS NULL AND status = 'RUNNING'
                """)
            .bind("id", id)
            .bind("pairs", inputs.calls().size())
            .bind("scanned", inputs.scanned())
            .bind("skipped", Json.text(skipped))
            .execute();
    if (changed == 0 || inputs.calls().isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            "INSERT INTO replay_pair (replay, number, call) VALUES (:replay, :number, :call)");
    int number = 0;
    for (String call : inputs.calls()) {
      batch.bind("replay", id).bind("number", number++).bind("call", call).add();
    }
    batch.execute();
  }

  /** Ends a running replay; false where it has ended before. */
  static boolean end(
      Handle handle, String id, Status status, @Nullable String reason, Instant now) {
    return handle
            .createUpdate(
                """
                UPDATE replay SET status = :status, reason = :reason, finished_at = :now
                WHERE id = :id AND status = 'RUNNING'
                """)
            .bind("id", id)
            .bind("status", status.name())
            .bind("reason", reason)
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  /** Deletes the oldest replays that are over, but for so many. */
  static void prune(Handle handle, int kept) {
    List<String> old =
        handle
            .createQuery(
                """
                SELECT id FROM replay WHERE status <> 'RUNNING'
                ORDER BY created_at DESC, id DESC LIMIT 100 OFFSET :kept
                """)
            .bind("kept", kept)
            .mapTo(String.class)
            .list();
    for (String id : old) {
      for (String table : List.of("replay_answer", "replay_pair")) {
        handle
            .createUpdate("DELETE FROM " + table + " WHERE replay = :id")
            .bind("id", id)
            .execute();
      }
      handle.createUpdate("DELETE FROM replay WHERE id = :id").bind("id", id).execute();
    }
  }

  private static Replay replay(ResultSet row) throws SQLException {
    int pairs = row.getInt("pairs");
    boolean fixed = !row.wasNull();
    long finished = row.getLong("finished_at");
    boolean over = !row.wasNull();
    Map<String, Integer> skipped = new TreeMap<>();
    Json.parse(row.getString("skipped"))
        .properties()
        .forEach(entry -> skipped.put(entry.getKey(), entry.getValue().intValue()));
    return new Replay(
        row.getString("id"),
        Plan.read(row.getString("prompt"), Json.parse(row.getString("plan"))),
        Status.valueOf(row.getString("status")),
        row.getString("reason"),
        fixed ? (Integer) pairs : null,
        row.getInt("scanned"),
        skipped,
        Instant.ofEpochMilli(row.getLong("created_at")),
        row.getString("created_by"),
        over ? Instant.ofEpochMilli(finished) : null);
  }
}
