// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Json;
import io.ratchet.storage.ForeignDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lines of traces from the tables of MLflow, with what surrounds them. */
final class SqlTraces {
  /** Each may have many spans. */
  private static final int TRACES = 20;

  private final ForeignDatabase database;
  private final Map<String, String> groups;

  SqlTraces(ForeignDatabase database, Map<String, String> groups) {
    this.database = database;
    this.groups = groups;
  }

  private String column(String column) {
    return database.hasColumn("trace_info", column) ? column : "NULL AS " + column;
  }

  List<ObjectNode> after(String id) {
    List<ObjectNode> lines =
        database.select(
            "SELECT request_id, experiment_id, timestamp_ms, execution_time_ms, status, %s, %s, %s"
                    .formatted(
                        column("client_request_id"),
                        column("request_preview"),
                        column("response_preview"))
                + " FROM trace_info WHERE request_id > ? ORDER BY request_id LIMIT "
                + TRACES,
            List.of(id),
            this::trace);
    Map<String, ObjectNode> byId = SqlLines.byId(lines);
    if (!byId.isEmpty()) {
      pairs("trace_tags", "tags", byId);
      pairs("trace_request_metadata", "metadata", byId);
      runs(byId);
      assessments(byId);
      spans(byId);
      lines.forEach(TraceLines::complete);
    }
    return lines;
  }

  private ObjectNode trace(ResultSet row) throws SQLException {
    ObjectNode line = Json.object();
    line.put("id", SqlSource.text(row, "request_id"));
    line.put("group", groups.getOrDefault(row.getString("experiment_id"), ""));
    Lines.put(line, "client_request_id", row.getString("client_request_id"));
    Lines.put(line, "request_preview", row.getString("request_preview"));
    Lines.put(line, "response_preview", row.getString("response_preview"));
    Lines.put(line, "state", row.getString("status"));
    line.put("started_at", row.getLong("timestamp_ms"));
    Lines.put(line, "duration", SqlSource.time(row, "execution_time_ms"));
    line.putObject("metadata");
    line.putObject("tags");
    line.putArray("runs");
    line.putArray("assessments");
    line.putArray("spans");
    return line;
  }

  private void pairs(String table, String name, Map<String, ObjectNode> byId) {
    each(
        table,
        "SELECT request_id, key, value FROM " + table + " WHERE request_id IN (%s)",
        byId,
        (line, row) ->
            line.withObject("/" + name)
                .put(SqlSource.text(row, "key"), SqlSource.text(row, "value")));
  }

  private void runs(Map<String, ObjectNode> byId) {
    each(
        "entity_associations",
        """
        SELECT source_id, destination_id FROM entity_associations
        WHERE source_type = 'trace' AND destination_type = 'run' AND source_id IN (%s)
        """,
        byId,
        (line, row) -> line.withArray("/runs").add(SqlSource.text(row, "destination_id")));
  }

  private interface Taker {
    void take(ObjectNode line, ResultSet row) throws SQLException;
  }

  private void each(String table, String sql, Map<String, ObjectNode> byId, Taker taker) {
    if (database.hasTable(table)) {
      database.each(
          sql.formatted(SqlSource.marks(byId.size())),
          List.copyOf(byId.keySet()),
          row -> {
            ObjectNode line = byId.get(row.getString(1));
            if (line != null) {
              taker.take(line, row);
            }
          });
    }
  }

  private void spans(Map<String, ObjectNode> byId) {
    each(
        "spans",
        "SELECT trace_id, content FROM spans WHERE trace_id IN (%s)",
        byId,
        (line, row) -> line.withArray("/spans").add(SqlLines.json(row, "content")));
  }

  private void assessments(Map<String, ObjectNode> byId) {
    each(
        "assessments",
        """
        SELECT trace_id, assessment_id, name, assessment_type, value, error, created_timestamp,
          last_updated_timestamp, source_type, source_id, span_id, rationale, overrides, valid,
          assessment_metadata
        FROM assessments WHERE trace_id IN (%s)
        """,
        byId,
        (line, row) -> line.withArray("/assessments").add(assessment(row)));
  }

  /** The message that MLflow would answer with. */
  private static ObjectNode assessment(ResultSet row) throws SQLException {
    ObjectNode message = Json.object();
    message.put("assessment_id", SqlSource.text(row, "assessment_id"));
    message.put("assessment_name", SqlSource.text(row, "name"));
    Lines.put(message, "span_id", row.getString("span_id"));
    ObjectNode source = message.putObject("source");
    source.put("source_type", SqlSource.text(row, "source_type"));
    source.put("source_id", SqlSource.text(row, "source_id"));
    message.put("create_time", time(row.getLong("created_timestamp")));
    message.put("last_update_time", time(row.getLong("last_updated_timestamp")));
    JsonNode value = SqlLines.json(row, "value");
    String type = SqlSource.text(row, "assessment_type");
    ObjectNode said = message.putObject(type.isEmpty() ? "feedback" : type);
    if (type.equals("issue")) {
      said.put("issue_name", value.asString(""));
    } else {
      said.set("value", value);
      JsonNode error = SqlLines.json(row, "error");
      if (error.isObject()) {
        said.set("error", error);
      }
    }
    Lines.put(message, "rationale", row.getString("rationale"));
    Lines.put(message, "overrides", row.getString("overrides"));
    message.put("valid", row.getBoolean("valid"));
    message.set("metadata", TraceLines.texts(SqlLines.json(row, "assessment_metadata")));
    return message;
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
