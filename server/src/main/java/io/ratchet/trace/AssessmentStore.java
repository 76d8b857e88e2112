// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rows of assessments. */
final class AssessmentStore {
  private static final String INSERT =
      """
      INSERT INTO trace_assessment (id, trace_id, span_id, name, kind, source_type, source_id,
        value, number, body, rationale, metadata, overrides, valid, created_at, changed_at)
      VALUES (:id, :trace, :span, :name, :kind, :sourceType, :sourceId, :value, :number,
        :body, :rationale, :metadata, :overrides, :valid, :createdAt, :changedAt)
      """;

  private AssessmentStore() {}

  /** Keeps an assessment, in the place of the one of its id. */
  static void put(Handle handle, Assessment assessment) {
    insert(
        handle,
        assessment,
        """
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, source_type = excluded.source_type,
          source_id = excluded.source_id, value = excluded.value, number = excluded.number,
          body = excluded.body, rationale = excluded.rationale, metadata = excluded.metadata,
          valid = excluded.valid, changed_at = excluded.changed_at
        """);
  }

  /** Keeps an assessment where there is none of its id. */
  static void putAbsent(Handle handle, Assessment assessment) {
    insert(handle, assessment, "ON CONFLICT (id) DO NOTHING");
  }

  private static void insert(Handle handle, Assessment assessment, String otherwise) {
    JsonNode value = assessment.value();
    handle
        .createUpdate(INSERT + otherwise)
        .bind("id", assessment.id())
        .bind("trace", assessment.traceId())
        .bind("span", assessment.spanId())
        .bind("name", assessment.name())
        .bind("kind", assessment.kind().name())
        .bind("sourceType", assessment.source().type())
        .bind("sourceId", assessment.source().id())
        .bind("value", text(value))
        .bind("number", value == null || !value.isNumber() ? null : finite(Json.number(value)))
        .bind("body", Json.text(assessment.body()))
        .bind("rationale", assessment.rationale())
        .bind("metadata", Json.text(object(assessment.metadata())))
        .bind("overrides", assessment.overrides())
        .bind("valid", assessment.valid() ? 1 : 0)
        .bind("createdAt", assessment.createdAt())
        .bind("changedAt", assessment.changedAt())
        .execute();
  }

  private static @Nullable Double finite(double number) {
    return Double.isFinite(number) ? number : null;
  }

  /** What can be looked for: a text as it is, anything else as its JSON. */
  private static @Nullable String text(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return null;
    }
    String text = value.isString() ? value.stringValue() : value.toString();
    return SpanFacts.cut(text, TraceLimits.TAG_VALUE);
  }

  private static ObjectNode object(Map<String, String> metadata) {
    ObjectNode object = Json.object();
    metadata.forEach(object::put);
    return object;
  }

  static Optional<Assessment> find(Handle handle, String trace, String id) {
    return handle
        .createQuery("SELECT * FROM trace_assessment WHERE id = :id AND trace_id = :trace")
        .bind("id", id)
        .bind("trace", trace)
        .map((row, _) -> assessment(row))
        .findOne();
  }

  static int count(Handle handle, String trace) {
    return handle
        .createQuery("SELECT COUNT(*) FROM trace_assessment WHERE trace_id = :trace")
        .bind("trace", trace)
        .mapTo(Integer.class)
        .one();
  }

  /** Those of several traces, by trace, the oldest first. */
  static Map<String, List<Assessment>> of(Handle handle, Collection<String> traces) {
    Map<String, List<Assessment>> found = new HashMap<>();
    if (traces.isEmpty()) {
      return found;
    }
    handle
        .createQuery(
            "SELECT * FROM trace_assessment WHERE trace_id IN (<traces>)"
                + " ORDER BY trace_id, created_at, id")
        .bindList("traces", List.copyOf(traces))
        .map((row, _) -> assessment(row))
        .forEach(a -> found.computeIfAbsent(a.traceId(), _ -> new ArrayList<>()).add(a));
    return found;
  }

  static void setValid(Handle handle, String trace, String id, boolean valid) {
    handle
        .createUpdate(
            "UPDATE trace_assessment SET valid = :valid WHERE id = :id AND trace_id = :trace")
        .bind("valid", valid ? 1 : 0)
        .bind("id", id)
        .bind("trace", trace)
        .execute();
  }

  static void delete(Handle handle, String trace, String id) {
    handle
        .createUpdate("DELETE FROM trace_assessment WHERE id = :id AND trace_id = :trace")
        .bind("id", id)
        .bind("trace", trace)
        .execute();
  }

  private static Assessment assessment(ResultSet row) throws SQLException {
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    Json.parse(row.getString("metadata"))
        .properties()
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().stringValue()));
    return new Assessment(
        row.getString("id"),
        row.getString("trace_id"),
        row.getString("span_id"),
        row.getString("name"),
        Assessment.Kind.valueOf(row.getString("kind")),
        new Assessment.Source(row.getString("source_type"), row.getString("source_id")),
        Json.parse(row.getString("body")),
        row.getString("rationale"),
        metadata,
        row.getString("overrides"),
        row.getInt("valid") == 1,
        row.getLong("created_at"),
        row.getLong("changed_at"));
  }
}
