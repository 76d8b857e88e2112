// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/** The rows of traces. */
final class TraceStore {
  private static final int IDS_AT_ONCE = 200;
  private static final String INSERT =
      """
      INSERT INTO trace (id, run_group, client_request_id, request_preview, response_preview, name,
        state, started_at, ended_at, duration, finalized)
      VALUES (:id, :group, :clientRequestId, :requestPreview, :responsePreview, :name, :state,
        :startedAt, :endedAt, :duration, :finalized)
      ON CONFLICT (id) DO NOTHING
      """;

  private TraceStore() {}

  /** Whether it is new; false where there is a trace of that id. */
  static boolean insert(Handle handle, TraceRow row) {
    return bind(handle.createUpdate(INSERT), row).execute() == 1;
  }

  /** Adds traces in their order; answers the ids of those that were not there. */
  static Set<String> insert(Handle handle, Collection<TraceRow> rows) {
    PreparedBatch batch = handle.prepareBatch(INSERT);
    rows.forEach(row -> bind(batch, row).add());
    int[] added = batch.execute();
    Set<String> fresh = new HashSet<>();
    int i = 0;
    for (TraceRow row : rows) {
      if (added[i++] == 1) {
        fresh.add(row.id());
      }
    }
    return fresh;
  }

  static void update(Handle handle, TraceRow row) {
    update(handle, List.of(row));
  }

  static void update(Handle handle, List<TraceRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            UPDATE trace SET run_group = :group, client_request_id = :clientRequestId,
              request_preview = :requestPreview, response_preview = :responsePreview,
              name = :name, state = :state, started_at = :startedAt,
              ended_at = :endedAt, duration = :duration, finalized = :finalized
            WHERE id = :id
            """);
    rows.forEach(row -> bind(batch, row).add());
    batch.execute();
  }

  private static <S extends SqlStatement<S>> S bind(S statement, TraceRow row) {
    return statement
        .bind("id", row.id())
        .bind("group", row.group())
        .bind("clientRequestId", row.clientRequestId())
        .bind("requestPreview", row.requestPreview())
        .bind("responsePreview", row.responsePreview())
        .bind("name", row.name())
        .bind("state", row.state().name())
        .bind("startedAt", row.startedAt())
        .bind("endedAt", row.endedAt())
        .bind("duration", row.duration())
        .bind("finalized", row.finalized() ? 1 : 0);
  }

  /** The row, locked until the transaction ends. */
  static Optional<TraceRow> lock(Handle handle, String id) {
    return handle
        .createQuery("UPDATE trace SET finalized = finalized WHERE id = :id RETURNING *")
        .bind("id", id)
        .map((row, _) -> row(row))
        .findOne();
  }

  /** In no order; those that are not there are left out. */
  static List<TraceRow> find(Handle handle, Collection<String> ids) {
    List<TraceRow> rows = new ArrayList<>();
    List<String> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += IDS_AT_ONCE) {
      rows.addAll(
          handle
              .createQuery("SELECT * FROM trace WHERE id IN (<ids>)")
              .bindList("ids", all.subList(from, Math.min(all.size(), from + IDS_AT_ONCE)))
              .map((row, _) -> row(row))
              .list());
    }
    return rows;
  }

  /** Up to {@code limit} of all, by id. */
  static List<TraceRow> after(Handle handle, String id, int limit) {
    return handle
        .createQuery("SELECT * FROM trace WHERE id > :id ORDER BY id LIMIT :limit")
        .bind("id", id)
        .bind("limit", limit)
        .map((row, _) -> row(row))
        .list();
  }

  /** The runs of traces, by trace, in order. */
  static Map<String, List<String>> runs(Handle handle, List<String> ids) {
    Map<String, List<String>> runs = new HashMap<>();
    if (ids.isEmpty()) {
      return runs;
    }
    handle
        .createQuery(
            "SELECT trace_id, run_id FROM trace_run WHERE trace_id IN (<ids>)"
                + " ORDER BY trace_id, run_id")
        .bindList("ids", ids)
        .map((row, _) ->
            runs.computeIfAbsent(row.getString(1), _ -> new ArrayList<>()).add(row.getString(2)))
        .list();
    return runs;
  }

  static TraceRow row(ResultSet row) throws SQLException {
    return new TraceRow(
        row.getString("id"),
        row.getString("run_group"),
        row.getString("client_request_id"),
        row.getString("request_preview"),
        row.getString("response_preview"),
        row.getString("name"),
        TraceState.valueOf(row.getString("state")),
        row.getLong("started_at"),
        row.getLong("ended_at"),
        row.getObject("duration") == null ? null : Long.valueOf(row.getLong("duration")),
        row.getInt("finalized") == 1);
  }

  /** Those of a group among them. */
  static List<String> inGroup(Handle handle, String group, List<String> ids) {
    return handle
        .createQuery("SELECT id FROM trace WHERE run_group = :group AND id IN (<ids>)")
        .bind("group", group)
        .bindList("ids", ids)
        .mapTo(String.class)
        .list();
  }

  /** The oldest of a group up to a time. */
  static List<String> oldest(Handle handle, String group, long time, int most) {
    return handle
        .createQuery(
            """
            SELECT id FROM trace WHERE run_group = :group AND started_at <= :time
            ORDER BY started_at, id LIMIT :most
            """)
        .bind("group", group)
        .bind("time", time)
        .bind("most", most)
        .mapTo(String.class)
        .list();
  }

  /** The oldest of all before a time. */
  static List<String> before(Handle handle, long time, int most) {
    return handle
        .createQuery(
            "SELECT id FROM trace WHERE started_at < :time ORDER BY started_at LIMIT :most")
        .bind("time", time)
        .bind("most", most)
        .mapTo(String.class)
        .list();
  }

  static long count(Handle handle, String group) {
    return handle
        .createQuery("SELECT COUNT(*) FROM trace WHERE run_group = :group")
        .bind("group", group)
        .mapTo(Long.class)
        .one();
  }

  static void unlink(Handle handle, List<String> runs) {
    handle
        .createUpdate("DELETE FROM trace_run WHERE run_id IN (<runs>)")
        .bindList("runs", runs)
        .execute();
  }

  /** Deletes traces with all that belongs to them. */
  static int delete(Handle handle, List<String> ids) {
    if (ids.isEmpty()) {
      return 0;
    }
    handle
        .createUpdate("DELETE FROM trace_run WHERE trace_id IN (<ids>)")
        .bindList("ids", ids)
        .execute();
    return handle
        .createUpdate("DELETE FROM trace WHERE id IN (<ids>)")
        .bindList("ids", ids)
        .execute();
  }

  /** Links traces that are there, or will be. */
  static void link(Handle handle, List<String> ids, String run, long now) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO trace_run (trace_id, run_id, linked_at) VALUES (:trace, :run, :now)"
                + " ON CONFLICT (trace_id, run_id) DO NOTHING");
    ids.forEach(id -> batch.bind("trace", id).bind("run", run).bind("now", now).add());
    batch.execute();
  }

  /** The run that a trace was made in, by its metadata, is one that it belongs to. */
  static void linkSource(Handle handle, String id, Map<String, String> metadata, long now) {
    String run = metadata.get(Keys.RUN);
    if (run != null && !run.isEmpty()) {
      link(handle, List.of(id), SpanFacts.cut(run, TraceLimits.NAME), now);
    }
  }

  /** Deletes old links whose trace never came. */
  static int deleteLooseLinks(Handle handle, long before, int most) {
    return handle
        .createUpdate(
            """
            DELETE FROM trace_run WHERE (trace_id, run_id) IN (SELECT trace_id, run_id
              FROM trace_run r WHERE linked_at < :before
                AND NOT EXISTS (SELECT 1 FROM trace t WHERE t.id = r.trace_id)
              ORDER BY linked_at LIMIT :most)
            """)
        .bind("before", before)
        .bind("most", most)
        .execute();
  }
}
