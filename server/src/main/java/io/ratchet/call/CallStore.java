// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Json;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The rows of calls. */
final class CallStore {
  private CallStore() {}

  /**
   * A call as it is stored.
   *
   * @param call without bodies
   */
  record Stored(long sequence, Call call) {}

  /** A call that is to be stored. */
  record New(long sequence, CallCodec.Arrived arrived) {}

  /** Inserts what is not known yet; answers 1 for a new call, 0 for a known id. */
  static int[] insert(Handle handle, Collection<New> calls) {
    return Bulk.change(
        handle,
        """
        INSERT INTO call (sequence, id, time, kind, asset, version, experiment, variant, unit,
          outcome, error_type, status, latency, first_token, provider, model,
          input_tokens, output_tokens, cached_tokens, reasoning_tokens, usage_source,
          cost, completeness, fields_extracted, confidence, scores, tags, detail)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO NOTHING
        """,
        calls,
        CallStore::bind);
  }

  private static int bind(PreparedStatement row, int last, New stored) throws SQLException {
    Call call = stored.arrived().call();
    Call.Subject subject = call.subject();
    Tokens tokens = call.tokens();
    row.setLong(1, stored.sequence());
    row.setString(2, call.id());
    row.setLong(3, call.time().toEpochMilli());
    row.setString(4, subject == null ? "" : subject.kind());
    row.setString(5, subject == null ? "" : subject.asset());
    row.setString(6, subject == null ? "" : subject.version());
    row.setString(7, orEmpty(call.experiment()));
    row.setString(8, orEmpty(call.variant()));
    row.setString(9, orEmpty(call.unit()));
    row.setInt(10, call.outcome().code());
    row.setString(11, orEmpty(call.errorType()));
    set(row, 12, call.status());
    set(row, 13, call.latencyMicros());
    set(row, 14, call.firstTokenMicros());
    row.setString(15, orEmpty(call.provider()));
    row.setString(16, orEmpty(call.model()));
    set(row, 17, tokens.input());
    set(row, 18, tokens.output());
    set(row, 19, tokens.cached());
    set(row, 20, tokens.reasoning());
    row.setInt(21, UsageSource.code(call.usageSource()));
    set(row, 22, call.costNanos());
    set(row, 23, call.completeness());
    set(row, 24, call.fieldsExtracted());
    set(row, 25, call.confidence());
    row.setString(26, scores(call.scores()));
    row.setString(27, tags(call.tags()));
    row.setString(28, stored.arrived().detail());
    return 28;
  }

  private static void set(PreparedStatement row, int index, @Nullable Long value)
      throws SQLException {
    if (value == null) {
      row.setNull(index, Types.BIGINT);
    } else {
      row.setLong(index, value);
    }
  }

  private static void set(PreparedStatement row, int index, @Nullable Integer value)
      throws SQLException {
    if (value == null) {
      row.setNull(index, Types.INTEGER);
    } else {
      row.setInt(index, value);
    }
  }

  private static void set(PreparedStatement row, int index, @Nullable Double value)
      throws SQLException {
    if (value == null) {
      row.setNull(index, Types.DOUBLE);
    } else {
      row.setDouble(index, value);
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String scores(Map<String, Double> scores) {
    if (scores.isEmpty()) {
      return "";
    }
    ObjectNode json = Json.object();
    new TreeMap<>(scores).forEach(json::put);
    return Json.text(json);
  }

  private static String tags(Map<String, String> tags) {
    if (tags.isEmpty()) {
      return "";
    }
    ObjectNode json = Json.object();
    new TreeMap<>(tags).forEach(json::put);
    return Json.text(json);
  }

  /** What the text of {@code tags} holds where a tag has a value. */
  static String tagText(String name, String value) {
    String json = Json.text(Json.object().put(name, value));
    return json.substring(1, json.length() - 1);
  }

  static Optional<Stored> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM call WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> stored(row))
        .findOne();
  }

  static Stored stored(ResultSet row) throws SQLException {
    CallDetail detail = CallDetail.read(row.getString("detail"));
    Call call =
        new Call(
            row.getString("id"),
            Instant.ofEpochMilli(row.getLong("time")),
            CallCodec.subject(
                row.getString("kind"), row.getString("asset"), row.getString("version")),
            text(row, "experiment"),
            text(row, "variant"),
            text(row, "unit"),
            Outcome.ofCode(row.getInt("outcome")),
            text(row, "error_type"),
            integer(row, "status"),
            number(row, "latency"),
            number(row, "first_token"),
            text(row, "provider"),
            text(row, "model"),
            new Tokens(
                number(row, "input_tokens"),
                number(row, "output_tokens"),
                number(row, "cached_tokens"),
                number(row, "reasoning_tokens")),
            UsageSource.ofCode(row.getInt("usage_source")),
            number(row, "cost"),
            detail.priceVersion(),
            decimal(row, "completeness"),
            integer(row, "fields_extracted"),
            decimal(row, "confidence"),
            detail.prediction(),
            readScores(row.getString("scores")),
            readTags(row.getString("tags")),
            detail.stages(),
            detail.features(),
            detail.traceId(),
            Call.Bodies.NONE);
    return new Stored(row.getLong("sequence"), call);
  }

  static Map<String, String> readTags(String text) {
    Map<String, String> tags = new HashMap<>();
    if (!text.isEmpty()) {
      Json.parse(text).properties().forEach(e -> tags.put(e.getKey(), e.getValue().stringValue()));
    }
    return tags;
  }

  static Map<String, Double> readScores(String text) {
    Map<String, Double> scores = new HashMap<>();
    if (!text.isEmpty()) {
      Json.parse(text)
          .properties()
          .forEach(e -> scores.put(e.getKey(), e.getValue().doubleValue()));
    }
    return scores;
  }

  private static @Nullable String text(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : (Long) number;
  }

  private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
    int number = row.getInt(column);
    return row.wasNull() ? null : (Integer) number;
  }

  private static @Nullable Double decimal(ResultSet row, String column) throws SQLException {
    double number = row.getDouble(column);
    return row.wasNull() ? null : (Double) number;
  }

  /** The stored calls with these ids. */
  static Map<String, Call> findAll(Handle handle, List<String> ids) {
    Map<String, Call> found = new HashMap<>();
    Bulk.select(
            handle,
            count -> "SELECT * FROM call WHERE id IN (" + Bulk.repeat("?", count) + ")",
            ids,
            (statement, last, id) -> {
              statement.setString(last + 1, id);
              return last + 1;
            },
            CallStore::stored)
        .forEach(stored -> found.put(stored.call().id(), stored.call()));
    return found;
  }

  /** The latest call of a unit in an experiment. */
  static Optional<Call> latestOfUnit(Handle handle, String experiment, String unit) {
    return handle
        .createQuery(
            """
            SELECT * FROM call
            WHERE experiment = :experiment AND unit = :unit AND experiment <> ''
            ORDER BY time DESC, sequence DESC LIMIT 1
            """)
        .bind("experiment", experiment)
        .bind("unit", unit)
        .map((row, _) -> stored(row).call())
        .findOne();
  }
}
