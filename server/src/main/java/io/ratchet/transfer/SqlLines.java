// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Json;
import io.ratchet.storage.ForeignDatabase;
import io.ratchet.tracking.ArchivedGroup;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Lines of the plain form from the tables of MLflow; none of a kind that its release had not. */
final class SqlLines {
  private static final int MODELS = 50;
  private static final int DATASETS = 100;
  private static final int RECORDS = 200;
  private static final int SCORERS = 200;

  /** In the column of outputs, whatever they are. */
  private static final String WRAPPED = "mlflow_wrapped";

  private final ForeignDatabase database;
  private final Map<String, String> groups = new HashMap<>();

  SqlLines(ForeignDatabase database, List<ArchivedGroup> groups) {
    this.database = database;
    groups.forEach(group -> this.groups.put(group.id(), group.name()));
  }

  LinePage page(Kind kind, String after) {
    String table =
        switch (kind) {
          case LOGGED_MODELS -> "logged_models";
          case TRACES -> "trace_info";
          case DATASETS -> "evaluation_datasets";
          case RECORDS -> "evaluation_dataset_records";
          case SCORERS -> "scorer_versions";
        };
    if (!database.hasTable(table)) {
      return LinePage.none(after);
    }
    List<ObjectNode> lines =
        switch (kind) {
          case LOGGED_MODELS -> models(after);
          case TRACES -> new SqlTraces(database, groups).after(after);
          case DATASETS -> datasets(after);
          case RECORDS -> records(after);
          case SCORERS -> scorers(after);
        };
    return LinePage.of(lines, lines.isEmpty() ? after : kind.key(lines.getLast()));
  }

  private String group(ResultSet row) throws SQLException {
    return groups.getOrDefault(row.getString("experiment_id"), "");
  }

  private static void put(ObjectNode line, String name, ResultSet row, String column)
      throws SQLException {
    Lines.put(line, name, row.getString(column));
  }

  private List<ObjectNode> models(String after) {
    List<ObjectNode> lines =
        database.select(
            """
            SELECT model_id, experiment_id, name, artifact_location, creation_timestamp_ms,
              last_updated_timestamp_ms, status, lifecycle_stage, model_type, source_run_id,
              status_message
            FROM logged_models WHERE model_id > ? ORDER BY model_id LIMIT %d
            """
                .formatted(MODELS),
            List.of(after),
            this::model);
    Map<String, ObjectNode> byId = byId(lines);
    if (byId.isEmpty()) {
      return lines;
    }
    pairs("logged_model_params", "param_key", "param_value", "params", byId);
    pairs("logged_model_tags", "tag_key", "tag_value", "tags", byId);
    metrics(byId);
    return lines;
  }

  private ObjectNode model(ResultSet row) throws SQLException {
    ObjectNode line = Json.object();
    put(line, "id", row, "model_id");
    line.put("group", group(row));
    put(line, "name", row, "name");
    put(line, "status", row, "status");
    put(line, "status_message", row, "status_message");
    put(line, "type", row, "model_type");
    put(line, "source_run", row, "source_run_id");
    put(line, "artifact_uri", row, "artifact_location");
    line.put("created_at", row.getLong("creation_timestamp_ms"));
    line.put("changed_at", row.getLong("last_updated_timestamp_ms"));
    if ("deleted".equals(row.getString("lifecycle_stage"))) {
      line.put("deleted_at", row.getLong("last_updated_timestamp_ms"));
    }
    line.putObject("params");
    line.putObject("tags");
    line.putArray("metrics");
    return line;
  }

  static Map<String, ObjectNode> byId(List<ObjectNode> lines) {
    Map<String, ObjectNode> byId = new HashMap<>();
    lines.forEach(line -> byId.put(Lines.text(line, "id"), line));
    return byId;
  }

  private void pairs(
      String table, String key, String value, String name, Map<String, ObjectNode> byId) {
    database.each(
        "SELECT model_id, %s, %s FROM %s WHERE model_id IN (%s)"
            .formatted(key, value, table, SqlSource.marks(byId.size())),
        List.copyOf(byId.keySet()),
        row -> {
          ObjectNode line = byId.get(row.getString(1));
          if (line != null) {
            line.withObject("/" + name).put(SqlSource.text(row, key), SqlSource.text(row, value));
          }
        });
  }

  private void metrics(Map<String, ObjectNode> byId) {
    database.each(
        """
        SELECT model_id, metric_name, metric_timestamp_ms, metric_step, metric_value, run_id,
          dataset_name, dataset_digest
        FROM logged_model_metrics WHERE model_id IN (%s)
        """
            .formatted(SqlSource.marks(byId.size())),
        List.copyOf(byId.keySet()),
        row -> {
          ObjectNode line = byId.get(row.getString("model_id"));
          if (line != null) {
            ObjectNode metric = line.withArray("/metrics").addObject();
            put(metric, "run", row, "run_id");
            put(metric, "key", row, "metric_name");
            double value = row.getDouble("metric_value");
            if (row.wasNull() || Double.isNaN(value)) {
              metric.put("value", "NaN");
            } else {
              metric.put("value", value);
            }
            metric.put("time", row.getLong("metric_timestamp_ms"));
            metric.put("step", row.getLong("metric_step"));
            put(metric, "dataset", row, "dataset_name");
            put(metric, "digest", row, "dataset_digest");
          }
        });
  }

  private List<ObjectNode> datasets(String after) {
    List<ObjectNode> lines =
        database.select(
            """
            SELECT dataset_id, name, schema, profile, created_time, last_update_time, created_by,
              last_updated_by
            FROM evaluation_datasets WHERE dataset_id > ? ORDER BY dataset_id LIMIT %d
            """
                .formatted(DATASETS),
            List.of(after),
            SqlLines::dataset);
    Map<String, ObjectNode> byId = byId(lines);
    if (!byId.isEmpty()) {
      surround(byId);
    }
    return lines;
  }

  private static ObjectNode dataset(ResultSet row) throws SQLException {
    ObjectNode line = Json.object();
    put(line, "id", row, "dataset_id");
    put(line, "name", row, "name");
    put(line, "schema", row, "schema");
    put(line, "profile", row, "profile");
    line.put("created_at", row.getLong("created_time"));
    line.put("changed_at", row.getLong("last_update_time"));
    put(line, "created_by", row, "created_by");
    put(line, "changed_by", row, "last_updated_by");
    line.putObject("tags");
    line.putArray("groups");
    return line;
  }

  private void surround(Map<String, ObjectNode> byId) {
    String marks = SqlSource.marks(byId.size());
    List<String> ids = List.copyOf(byId.keySet());
    if (database.hasTable("evaluation_dataset_tags")) {
      database.each(
          "SELECT dataset_id, key, value FROM evaluation_dataset_tags WHERE dataset_id IN (%s)"
              .formatted(marks),
          ids,
          row -> {
            ObjectNode line = byId.get(row.getString(1));
            if (line != null) {
              line.withObject("/tags")
                  .put(SqlSource.text(row, "key"), SqlSource.text(row, "value"));
            }
          });
    }
    if (database.hasTable("entity_associations")) {
      database.each(
          """
          SELECT source_id, destination_id FROM entity_associations
          WHERE source_type = 'evaluation_dataset' AND destination_type = 'experiment'
            AND source_id IN (%s)
          """
              .formatted(marks),
          ids,
          row -> {
            ObjectNode line = byId.get(row.getString(1));
            if (line != null) {
              String id = SqlSource.text(row, "destination_id");
              line.withArray("/groups").add(groups.getOrDefault(id, "experiment " + id));
            }
          });
    }
  }

  private List<ObjectNode> records(String after) {
    String[] place = after.isEmpty() ? new String[] {"", "0", ""} : after.split("/", 3);
    long time = Long.parseLong(place[1]);
    String outputs =
        database.hasColumn("evaluation_dataset_records", "outputs") ? "outputs" : "NULL";
    List<Object> values = new ArrayList<>(List.of(place[0], place[0], time, time, place[2]));
    return database.select(
        """
        SELECT dataset_id, dataset_record_id, inputs, %s AS outputs, expectations, tags, source,
          COALESCE(created_time, 0) AS created_time, last_update_time, created_by, last_updated_by
        FROM evaluation_dataset_records
        WHERE dataset_id > ? OR (dataset_id = ? AND (COALESCE(created_time, 0) > ?
          OR (COALESCE(created_time, 0) = ? AND dataset_record_id > ?)))
        ORDER BY dataset_id, COALESCE(created_time, 0), dataset_record_id LIMIT %d
        """
            .formatted(outputs, RECORDS),
        values,
        SqlLines::record);
  }

  private static ObjectNode record(ResultSet row) throws SQLException {
    ObjectNode line = Json.object();
    put(line, "dataset", row, "dataset_id");
    put(line, "id", row, "dataset_record_id");
    line.set("inputs", json(row, "inputs"));
    JsonNode outputs = json(row, "outputs");
    line.set("outputs", outputs.has(WRAPPED) ? outputs.path(WRAPPED) : outputs);
    line.set("expectations", json(row, "expectations"));
    line.set("tags", json(row, "tags"));
    line.set("source", json(row, "source"));
    line.put("created_at", row.getLong("created_time"));
    line.put("changed_at", row.getLong("last_update_time"));
    put(line, "created_by", row, "created_by");
    put(line, "changed_by", row, "last_updated_by");
    return line;
  }

  /** What is no JSON stays the text that it is, and is refused by its name. */
  static JsonNode json(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    if (text == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    try {
      return Json.parse(text);
    } catch (JacksonException e) {
      return JsonNodeFactory.instance.stringNode(text);
    }
  }

  private List<ObjectNode> scorers(String after) {
    String[] place = after.isEmpty() ? new String[] {"", "0"} : after.split("/", 2);
    return database.select(
        """
        SELECT s.scorer_id, s.experiment_id, s.scorer_name, v.scorer_version, v.serialized_scorer,
          v.creation_time
        FROM scorers s JOIN scorer_versions v ON v.scorer_id = s.scorer_id
        WHERE s.scorer_id > ? OR (s.scorer_id = ? AND v.scorer_version > ?)
        ORDER BY s.scorer_id, v.scorer_version LIMIT %d
        """
            .formatted(SCORERS),
        List.of(place[0], place[0], Integer.parseInt(place[1])),
        row -> {
          ObjectNode line = Json.object();
          put(line, "id", row, "scorer_id");
          line.put("group", group(row));
          put(line, "name", row, "scorer_name");
          line.put("version", row.getLong("scorer_version"));
          put(line, "content", row, "serialized_scorer");
          return line.put("created_at", row.getLong("creation_time"));
        });
  }
}
