// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.tracking.Deletions.Candidate;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The rows of what is deleted, on their way out. */
final class DeletionStore {
  /** Points of metrics that one transaction removes. */
  private static final int POINTS = 5_000;

  private DeletionStore() {}

  /** What can be deleted. */
  enum Kind {
    GROUP("group", "run_group", "id", "CAST(x.id AS TEXT)", "x.id", "x.artifact_location"),
    RUN("run", "run", "number", "x.id", "x.group_id", "x.artifact_uri"),
    MODEL("model", "logged_model", "number", "x.id", "x.group_id", "x.artifact_uri");

    private final String word;
    private final String table;
    private final String number;
    private final String id;
    private final String group;
    private final String root;

    Kind(String word, String table, String number, String id, String group, String root) {
      this.word = word;
      this.table = table;
      this.number = number;
      this.id = id;
      this.group = group;
      this.root = root;
    }

    private List<String> named(Doomed doomed) {
      return switch (this) {
        case GROUP -> doomed.groups();
        case RUN -> doomed.runs();
        case MODEL -> doomed.models();
      };
    }

    /** What is deleted and named, or belongs to a group that went or goes. */
    private String condition() {
      String own = "x.deleted_at <= :before AND (:all = 1 OR " + id + " IN (<named>))";
      return this == GROUP
          ? own + " AND x.id <> 0"
          : "((" + own + ") OR x.group_id IN (SELECT number FROM purged WHERE kind = 'group'))";
    }

    /** The groups that go too, before they have gone. */
    private String alsoOfGroups() {
      return this == GROUP
          ? ""
          : " OR x.group_id IN (SELECT g.id FROM run_group g WHERE g.deleted_at <= :before"
              + " AND g.id <> 0 AND (:all = 1 OR CAST(g.id AS TEXT) IN (<groups>)))";
    }
  }

  /** Those behind a number, by number. */
  static List<Candidate> candidates(
      Handle handle, Kind kind, Doomed doomed, long after, int limit) {
    String sql =
        "SELECT x.%s AS number, %s AS id, %s AS group_id, %s AS root FROM %s x"
                .formatted(kind.number, kind.id, kind.group, kind.root, kind.table)
            + " WHERE x.%s > :after AND (%s%s) ORDER BY x.%s LIMIT :limit"
                .formatted(kind.number, kind.condition(), kind.alsoOfGroups(), kind.number);
    var query =
        bind(handle.createQuery(sql), kind, doomed).bind("after", after).bind("limit", limit);
    if (kind != Kind.GROUP) {
      query.bindList("groups", some(doomed.groups()));
    }
    return query
        .map((row, _) ->
            new Candidate(
                row.getLong("number"),
                row.getString("id"),
                row.getLong("group_id"),
                row.getString("root")))
        .list();
  }

  private static <S extends SqlStatement<S>> S bind(S statement, Kind kind, Doomed doomed) {
    return statement
        .bind("before", doomed.before().toEpochMilli())
        .bind("all", doomed.everything() ? 1 : 0)
        .bindList("named", some(kind.named(doomed)));
  }

  /** A list is never empty in SQL; no id is. */
  private static List<String> some(List<String> ids) {
    return ids.isEmpty() ? List.of("") : ids;
  }

  /** What is known of what is named. */
  static Map<String, List<DeletionPolicy.State>> named(Handle handle, Doomed doomed) {
    return Map.of(
        "run", states(handle, Kind.RUN, doomed),
        "experiment", states(handle, Kind.GROUP, doomed),
        "logged model", states(handle, Kind.MODEL, doomed));
  }

  private static List<DeletionPolicy.State> states(Handle handle, Kind kind, Doomed doomed) {
    return handle
        .createQuery(
            "SELECT %s AS id, x.deleted_at FROM %s x WHERE %s IN (<named>)"
                .formatted(kind.id, kind.table, kind.id))
        .bindList("named", some(kind.named(doomed)))
        .map((row, _) -> {
          String id = row.getString("id");
          long at = row.getLong("deleted_at");
          return new DeletionPolicy.State(id, row.wasNull() ? null : (Long) at);
        })
        .list();
  }

  static void lockGroup(Handle handle, long group) {
    handle.execute("UPDATE run_group SET name = name WHERE id = ?", group);
  }

  /** Takes those away that are doomed still, and notes that they are to be cleared. */
  static List<Candidate> take(Handle handle, Kind kind, Doomed doomed, List<Candidate> some) {
    if (kind == Kind.GROUP) {
      RunGroupStore.remember(handle, some.stream().map(Candidate::number).toList());
    }
    String sql =
        "DELETE FROM %s AS x WHERE x.%s IN (<numbers>) AND (%s) RETURNING %s"
            .formatted(kind.table, kind.number, kind.condition(), kind.number);
    List<Long> taken =
        bind(handle.createQuery(sql), kind, doomed)
            .bindList("numbers", some.stream().map(Candidate::number).toList())
            .mapTo(Long.class)
            .list();
    List<Candidate> gone = some.stream().filter(one -> taken.contains(one.number())).toList();
    Rows.change(
        handle,
        "INSERT INTO purged (kind, number, id) VALUES ('" + kind.word + "', ?, ?)",
        gone,
        (statement, one) -> {
          statement.setLong(1, one.number());
          statement.setString(2, one.id());
        });
    return gone;
  }

  private record Rest(long number, String id) {}

  private static List<Rest> rest(Handle handle, Kind kind, int limit) {
    return handle
        .createQuery(
            "SELECT number, id FROM purged WHERE kind = :kind ORDER BY number LIMIT :limit")
        .bind("kind", kind.word)
        .bind("limit", limit)
        .map((row, _) -> new Rest(row.getLong("number"), row.getString("id")))
        .list();
  }

  /** One slice; whether there is more. */
  static boolean clearRuns(Handle handle, int limit, Deletions.Clearing also) {
    List<Rest> runs = rest(handle, Kind.RUN, limit);
    if (runs.isEmpty()) {
      return false;
    }
    List<Long> numbers = runs.stream().map(Rest::number).toList();
    int points =
        handle
            .createUpdate(
                """
                DELETE FROM metric_point WHERE (series, time, step, value, is_nan) IN (
                  SELECT p.series, p.time, p.step, p.value, p.is_nan
                  FROM run_metric m JOIN metric_point p ON p.series = m.series
                  WHERE m.run IN (<runs>) LIMIT :points)
                """)
            .bindList("runs", numbers)
            .bind("points", POINTS)
            .execute();
    if (points == POINTS) {
      return true;
    }
    for (String table :
        List.of("run_metric", "run_param", "run_tag", "run_input_tag", "run_input", "run_model")) {
      delete(handle, table, "run", numbers);
    }
    delete(handle, "logged_model_metric", "run", numbers);
    also.cleared(handle, runs.stream().map(Rest::id).toList());
    forget(handle, Kind.RUN, numbers);
    return true;
  }

  /** One slice; whether there is more. */
  static boolean clearModels(Handle handle, int limit) {
    List<Long> models = rest(handle, Kind.MODEL, limit).stream().map(Rest::number).toList();
    if (models.isEmpty()) {
      return false;
    }
    int points =
        handle
            .createUpdate(
                """
                DELETE FROM logged_model_metric
                WHERE (model, key, dataset_name, dataset_digest, time, step, run) IN (
                  SELECT model, key, dataset_name, dataset_digest, time, step, run
                  FROM logged_model_metric WHERE model IN (<models>) LIMIT :points)
                """)
            .bindList("models", models)
            .bind("points", POINTS)
            .execute();
    if (points < POINTS) {
      delete(handle, "logged_model_param", "model", models);
      delete(handle, "logged_model_tag", "model", models);
      forget(handle, Kind.MODEL, models);
    }
    return true;
  }

  static List<Long> goneGroups(Handle handle) {
    return rest(handle, Kind.GROUP, Integer.MAX_VALUE).stream().map(Rest::number).toList();
  }

  /** Not while a run or model of it is there that came meanwhile: the next pass takes it. */
  static void clearGroup(Handle handle, long group) {
    int rest =
        handle
            .createQuery(
                """
                SELECT (SELECT COUNT(*) FROM run WHERE group_id = :group)
                  + (SELECT COUNT(*) FROM logged_model WHERE group_id = :group)
                """)
            .bind("group", group)
            .mapTo(Integer.class)
            .one();
    if (rest > 0) {
      return;
    }
    delete(handle, "run_group_tag", "group_id", List.of(group));
    delete(handle, "input_dataset", "group_id", List.of(group));
    forget(handle, Kind.GROUP, List.of(group));
  }

  private static void forget(Handle handle, Kind kind, List<Long> numbers) {
    handle
        .createUpdate("DELETE FROM purged WHERE kind = :kind AND number IN (<numbers>)")
        .bind("kind", kind.word)
        .bindList("numbers", numbers)
        .execute();
  }

  private static void delete(Handle handle, String table, String column, List<?> keys) {
    handle
        .createUpdate("DELETE FROM " + table + " WHERE " + column + " IN (<keys>)")
        .bindList("keys", keys)
        .execute();
  }
}
