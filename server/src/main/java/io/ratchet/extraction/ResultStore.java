// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.call.Outcome;
import io.ratchet.call.Tokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The rows of results. */
final class ResultStore {
  private static final String SCORED =
      "SELECT r.*, d.gold FROM extraction_result r JOIN document d ON d.id = r.document ";

  private ResultStore() {}

  static void insert(Handle handle, Result result) {
    handle
        .createUpdate(
            """
            INSERT INTO extraction_result (id, time, document, prompt, version, experiment, variant,
              scored, outcome, error_type, error, form, fields, problems, completeness, fields_extracted,
              latency, provider, model, input_tokens, output_tokens, cached_tokens,
              reasoning_tokens, cost)
            VALUES (:id, :time, :document, :prompt, :version, :experiment, :variant,
              :scored, :outcome, :errorType, :error, :form, :fields, :problems, :completeness,
              :fieldsExtracted, :latency, :provider, :model, :inputTokens, :outputTokens,
              :cachedTokens, :reasoningTokens, :cost)
            ON CONFLICT (id) DO NOTHING
            """)
        .bindMap(values(result))
        .execute();
  }

  private static Map<String, @Nullable Object> values(Result result) {
    FoundJson.Form form = result.form();
    JsonNode fields = result.fields();
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("id", result.id());
    values.put("time", result.time().toEpochMilli());
    values.put("document", result.document());
    values.put("prompt", result.prompt());
    values.put("version", result.version());
    values.put("experiment", result.experiment() == null ? "" : result.experiment());
    values.put("variant", result.variant() == null ? "" : result.variant());
    values.put("scored", result.isScored() ? 1 : 0);
    values.put("outcome", result.outcome().word());
    values.put("errorType", result.errorType());
    values.put("error", keepable(result.error()));
    values.put("form", form == null ? null : form.word());
    values.put("fields", fields == null ? null : Json.text(fields));
    values.put("problems", Json.text(ResultJson.problems(result.problems())));
    values.put("completeness", result.completeness());
    values.put("fieldsExtracted", result.fieldsExtracted());
    values.put("latency", result.latencyMicros());
    values.put("provider", result.provider());
    values.put("model", result.model());
    values.put("inputTokens", result.tokens().input());
    values.put("outputTokens", result.tokens().output());
    values.put("cachedTokens", result.tokens().cached());
    values.put("reasoningTokens", result.tokens().reasoning());
    values.put("cost", result.costNanos());
    return values;
  }

  /** What others wrote may hold what a database does not take. */
  private static @Nullable String keepable(@Nullable String text) {
    return text == null ? null : text.replaceAll("[\\x00\\p{Cs}]", "\ufffd");
  }

  static Optional<Scored> find(Handle handle, String id) {
    return handle
        .createQuery(SCORED + "WHERE r.id = :id")
        .bind("id", id)
        .map((row, _) -> scored(row))
        .findFirst();
  }

  /** The newest that fit, after a place. */
  static List<Scored> list(Handle handle, ResultFilter filter, int limit, Place after) {
    List<String> conditions = new ArrayList<>();
    Map<String, Object> values = new HashMap<>();
    conditions.add("r.time <= :place_time AND (r.time < :place_time OR r.id < :place_id)");
    add("prompt", "=", filter.prompt(), conditions, values);
    add("version", "=", filter.version(), conditions, values);
    add("document", "=", filter.document(), conditions, values);
    add(
        "outcome",
        "=",
        filter.outcome() == null ? null : filter.outcome().word(),
        conditions,
        values);
    if (filter.experiment() != null) {
      conditions.add("r.experiment <> ''");
    }
    add("experiment", "=", filter.experiment(), conditions, values);
    add("variant", "=", filter.variant(), conditions, values);
    add("time", ">=", millis(filter.from()), conditions, values);
    add("time", "<", millis(filter.to()), conditions, values);
    return handle
        .createQuery(
            SCORED
                + "WHERE "
                + String.join(" AND ", conditions)
                + " ORDER BY r.time DESC, r.id DESC LIMIT :limit")
        .bindMap(values)
        .bind("place_time", after.time())
        .bind("place_id", after.id())
        .bind("limit", limit)
        .map((row, _) -> scored(row))
        .list();
  }

  private static void add(
      String column,
      String operator,
      @Nullable Object value,
      List<String> conditions,
      Map<String, Object> values) {
    if (value != null) {
      String name = "value" + values.size();
      conditions.add("r." + column + " " + operator + " :" + name);
      values.put(name, value);
    }
  }

  private static @Nullable Long millis(@Nullable Instant moment) {
    return moment == null ? null : (Long) moment.toEpochMilli();
  }

  private static Scored scored(ResultSet row) throws SQLException {
    return new Scored(result(row), json(row.getString("gold")));
  }

  private static Result result(ResultSet row) throws SQLException {
    return new Result(
        row.getString("id"),
        Instant.ofEpochMilli(row.getLong("time")),
        row.getString("document"),
        row.getString("prompt"),
        row.getString("version"),
        named(row.getString("experiment")),
        named(row.getString("variant")),
        row.getInt("scored") == 1,
        Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
        row.getString("error_type"),
        row.getString("error"),
        FoundJson.Form.named(row.getString("form")),
        json(row.getString("fields")),
        problems(row.getString("problems")),
        row.getObject("completeness") == null ? null : (Double) row.getDouble("completeness"),
        row.getObject("fields_extracted") == null ? null : (Integer) row.getInt("fields_extracted"),
        number(row, "latency"),
        row.getString("provider"),
        row.getString("model"),
        new Tokens(
            number(row, "input_tokens"),
            number(row, "output_tokens"),
            number(row, "cached_tokens"),
            number(row, "reasoning_tokens")),
        number(row, "cost"));
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : (Long) number;
  }

  private static @Nullable String named(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable JsonNode json(@Nullable String text) {
    return text == null ? null : Json.parse(text);
  }

  private static List<Problem> problems(String text) {
    List<Problem> problems = new ArrayList<>();
    for (JsonNode problem : (ArrayNode) Json.parse(text)) {
      problems.add(
          new Problem(
              problem.path("where").stringValue(),
              problem.path("message").stringValue(),
              problem.path("value").isNull() ? null : problem.path("value").stringValue()));
    }
    return problems;
  }
}
