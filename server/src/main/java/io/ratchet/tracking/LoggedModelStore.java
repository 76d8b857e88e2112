// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Project;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The rows of logged models. */
final class LoggedModelStore {
  static final String FROM =
      "SELECT m.* FROM logged_model m JOIN run_group g ON g.id = m.group_id"
          + " WHERE m.deleted_at IS NULL AND g.project = :project";

  /** Most points of metrics that are shown of one model, the latest. */
  private static final int MOST_POINTS = 10_000;

  private LoggedModelStore() {}

  /** Adds a model without what surrounds it; answers its number. */
  static long insert(Handle handle, LoggedModel model) {
    return handle
        .createQuery(
            """
            INSERT INTO logged_model (id, group_id, name, status, model_type, source_run,
              artifact_uri, created_at, changed_at)
            VALUES (:id, :group, :name, :status, :type, :run, :artifacts, :now, :now)
            RETURNING number
            """)
        .bind("id", model.id())
        .bind("group", model.groupId())
        .bind("name", model.name())
        .bind("status", model.status().code())
        .bind("type", model.modelType())
        .bind("run", model.sourceRun())
        .bind("artifacts", model.artifactUri())
        .bind("now", model.createdAt())
        .mapTo(Long.class)
        .one();
  }

  static Optional<LoggedModel> find(Handle handle, Project project, String id) {
    return handle
        .createQuery(FROM + " AND m.id = :id")
        .bind("project", project.name())
        .bind("id", id)
        .map((row, _) -> bare(row))
        .findFirst()
        .map(bare -> whole(handle, List.of(bare)).getFirst());
  }

  static Optional<String> artifactRoot(Handle handle, String id) {
    return handle
        .createQuery("SELECT artifact_uri FROM logged_model WHERE id = :id")
        .bind("id", id)
        .mapTo(String.class)
        .findFirst();
  }

  static LoggedModel bare(ResultSet row) throws SQLException {
    return new LoggedModel(
        row.getLong("number"),
        row.getString("id"),
        row.getLong("group_id"),
        row.getString("name"),
        ModelStatus.ofCode(row.getInt("status")),
        row.getString("model_type"),
        row.getString("source_run"),
        row.getString("artifact_uri"),
        row.getLong("created_at"),
        row.getLong("changed_at"),
        List.of(),
        List.of(),
        List.of());
  }

  /** Models with what surrounds them. */
  static List<LoggedModel> whole(Handle handle, List<LoggedModel> bare) {
    List<Long> numbers = bare.stream().map(LoggedModel::number).toList();
    Map<Long, List<Tag>> tags = new HashMap<>();
    pairs(
        handle,
        "logged_model_tag",
        numbers,
        (model, key, value) ->
            tags.computeIfAbsent(model, _ -> new ArrayList<>()).add(new Tag(key, value)));
    Map<Long, List<Param>> params = new HashMap<>();
    pairs(
        handle,
        "logged_model_param",
        numbers,
        (model, key, value) ->
            params.computeIfAbsent(model, _ -> new ArrayList<>()).add(new Param(key, value)));
    return bare.stream()
        .map(model ->
            new LoggedModel(
                model.number(),
                model.id(),
                model.groupId(),
                model.name(),
                model.status(),
                model.modelType(),
                model.sourceRun(),
                model.artifactUri(),
                model.createdAt(),
                model.changedAt(),
                params.getOrDefault(model.number(), List.of()),
                tags.getOrDefault(model.number(), List.of()),
                scores(handle, model.number(), MOST_POINTS)))
        .toList();
  }

  interface PairTaker {
    void take(long model, String key, String value);
  }

  static void pairs(Handle handle, String table, Collection<Long> models, PairTaker taker) {
    Rows.eachOf(
        handle,
        "SELECT model, key, value FROM " + table + " WHERE model IN (%s) ORDER BY model, key",
        models,
        List.of(),
        row -> taker.take(row.getLong(1), row.getString(2), row.getString(3)));
  }

  static List<LoggedModel.Score> scores(Handle handle, long model, int limit) {
    return handle
        .createQuery(
            """
            SELECT s.key, s.value, s.is_nan, s.time, s.step, s.dataset_name, s.dataset_digest,
              r.id AS run_id
            FROM logged_model_metric s JOIN run r ON r.number = s.run
            WHERE s.model = :model ORDER BY s.time, s.step, s.key, s.run LIMIT :limit
            """)
        .bind("model", model)
        .bind("limit", limit)
        .map((row, _) ->
            new LoggedModel.Score(
                new Metric(
                    row.getString("key"),
                    row.getDouble("value"),
                    row.getInt("is_nan") == 1,
                    row.getLong("time"),
                    row.getLong("step")),
                row.getString("run_id"),
                row.getString("dataset_name"),
                row.getString("dataset_digest")))
        .list();
  }

  static void setStatus(Handle handle, long model, ModelStatus status, long now) {
    handle.execute(
        "UPDATE logged_model SET status = ?, changed_at = ? WHERE number = ?",
        status.code(),
        now,
        model);
  }

  static void touch(Handle handle, long model, long now) {
    handle.execute("UPDATE logged_model SET changed_at = ? WHERE number = ?", now, model);
  }

  static void setDeleted(Handle handle, long model, long now) {
    handle.execute("UPDATE logged_model SET deleted_at = ? WHERE number = ?", now, model);
  }

  static void setTags(Handle handle, long model, List<Tag> tags) {
    Map<String, String> last = new LinkedHashMap<>();
    tags.forEach(tag -> last.put(tag.key(), tag.value()));
    Rows.change(
        handle,
        """
        INSERT INTO logged_model_tag (model, key, value) VALUES (?, ?, ?)
        ON CONFLICT (model, key) DO UPDATE SET value = excluded.value
        """,
        last.entrySet(),
        (statement, tag) -> {
          statement.setLong(1, model);
          statement.setString(2, tag.getKey());
          statement.setString(3, tag.getValue());
        });
  }

  /** Whether there was such a tag. */
  static boolean deleteTag(Handle handle, long model, String key) {
    return handle.execute("DELETE FROM logged_model_tag WHERE model = ? AND key = ?", model, key)
        == 1;
  }

  /** Adds parameters that are not there yet. */
  static void addParams(Handle handle, long model, List<Param> params) {
    add(handle, "logged_model_param", model, params, Param::key, Param::value);
  }

  /** Adds tags that are not there yet. */
  static void addTags(Handle handle, long model, List<Tag> tags) {
    add(handle, "logged_model_tag", model, tags, Tag::key, Tag::value);
  }

  private static <T> void add(
      Handle handle,
      String table,
      long model,
      List<T> rows,
      Function<T, String> key,
      Function<T, String> value) {
    Rows.change(
        handle,
        "INSERT INTO "
            + table
            + " (model, key, value) VALUES (?, ?, ?) ON CONFLICT (model, key) DO NOTHING",
        rows,
        (statement, row) -> {
          statement.setLong(1, model);
          statement.setString(2, key.apply(row));
          statement.setString(3, value.apply(row));
        });
  }

  /** Numbers of models by their ids; those that do not exist for the project are left out. */
  static Map<String, Long> numbers(Handle handle, Project project, Collection<String> ids) {
    Map<String, Long> numbers = new HashMap<>();
    Rows.eachOf(
        handle,
        """
        SELECT m.id, m.number FROM logged_model m JOIN run_group g ON g.id = m.group_id
        WHERE m.deleted_at IS NULL AND m.id IN (%s) AND g.project = ?
        """,
        ids,
        List.of(project.name()),
        row -> numbers.put(row.getString(1), row.getLong(2)));
    return numbers;
  }

  /**
   * Adds metrics; the same point again is the same row, with the value that came last.
   *
   * @param run the number of the run that logged them
   */
  static void addMetrics(
      Handle handle, long run, Map<String, Long> models, List<ModelMetric> metrics) {
    Rows.change(
        handle,
        """
        INSERT INTO logged_model_metric (model, key, dataset_name, dataset_digest, time, step, run,
          value, is_nan)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (model, key, dataset_name, dataset_digest, time, step, run)
        DO UPDATE SET value = excluded.value, is_nan = excluded.is_nan
        """,
        metrics,
        (statement, one) -> {
          Metric metric = one.metric();
          statement.setLong(1, models.getOrDefault(one.model(), 0L));
          statement.setString(2, metric.key());
          statement.setString(3, one.dataset());
          statement.setString(4, one.digest());
          statement.setLong(5, metric.time());
          statement.setLong(6, metric.step());
          statement.setLong(7, run);
          statement.setDouble(8, metric.value());
          statement.setInt(9, metric.isNan() ? 1 : 0);
        });
  }
}
