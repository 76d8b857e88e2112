// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Json;
import io.ratchet.mlflow.Refusals;
import io.ratchet.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Figures over many traces, their spans or assessments. Counts, sums and means are left to the
 * database; percentiles, and numbers within JSON, are worked out here over a bounded number of
 * rows.
 */
public final class TraceMetrics {
  /** Rows that are looked at one by one for one answer. */
  private static final int ROWS = 500_000;

  private static final String BUCKET = "time_bucket";

  private final Database database;

  public TraceMetrics(Database database) {
    this.database = database;
  }

  /**
   * What is asked.
   *
   * @param interval in milliseconds; null for one span of time
   * @param from first moment, in milliseconds; null for no bound
   * @param to last moment; null for no bound
   */
  record Question(
      List<String> groups,
      MetricView view,
      String metric,
      List<Aggregation> aggregations,
      List<String> dimensions,
      List<String> filters,
      @Nullable Long interval,
      @Nullable Long from,
      @Nullable Long to,
      int limit) {}

  /** A group of things and what was asked of them. */
  record Point(Map<String, String> dimensions, Map<String, Double> values) {}

  /** Where the rows come from: columns d0, d1, ... and v. */
  private record Rows(List<String> names, String sql, Map<String, Object> bindings) {
    String columns() {
      StringBuilder columns = new StringBuilder();
      for (int i = 0; i < names.size(); i++) {
        columns.append(i == 0 ? "d" : ", d").append(i);
      }
      return columns.toString();
    }
  }

  List<Point> find(Question question) {
    if (question.groups().isEmpty()) {
      return List.of();
    }
    MetricView.Figure figure = question.view().figure(question.metric());
    Rows rows = rows(question, figure);
    boolean byDatabase =
        figure.member() == null
            && question.aggregations().stream()
                .noneMatch(one -> one.kind() == Aggregation.Kind.PERCENTILE);
    return database.read(handle ->
        byDatabase ? counted(handle, question, rows) : sampled(handle, question, rows, figure));
  }

  private static Rows rows(Question question, MetricView.Figure figure) {
    MetricView view = question.view();
    Map<String, String> dimensions = new LinkedHashMap<>();
    if (question.interval() != null) {
      long interval = question.interval();
      dimensions.put(BUCKET, "(%s) / %d * %d".formatted(view.millis(), interval, interval));
    }
    dimensions.putAll(view.dimensions(question.dimensions()));
    Map<String, Object> bindings = new HashMap<>();
    List<String> conditions = new ArrayList<>(List.of("t.run_group IN (<groups>)"));
    bound(conditions, bindings, "t.started_at >= :from", "from", question.from());
    bound(conditions, bindings, "t.started_at <= :to", "to", question.to());
    for (int i = 0; i < question.filters().size(); i++) {
      conditions.add(MetricFilter.sql(view, question.filters().get(i), "f" + i, bindings));
    }
    dimensions.values().forEach(sql -> conditions.add(sql + " IS NOT NULL"));
    StringBuilder sql = new StringBuilder("SELECT ");
    int column = 0;
    for (String dimension : dimensions.values()) {
      sql.append(dimension).append(" AS d").append(column++).append(", ");
    }
    sql.append(figure.sql()).append(" AS v FROM ").append(view.from());
    sql.append(" WHERE ").append(String.join(" AND ", conditions));
    return new Rows(List.copyOf(dimensions.keySet()), sql.toString(), bindings);
  }

  private static void bound(
      List<String> conditions,
      Map<String, Object> bindings,
      String sql,
      String name,
      @Nullable Long moment) {
    if (moment != null) {
      conditions.add(sql);
      bindings.put(name, moment);
    }
  }

  private static Query query(Handle handle, Question question, Rows rows, String sql) {
    return handle.createQuery(sql).bindMap(rows.bindings()).bindList("groups", question.groups());
  }

  private static List<Point> counted(Handle handle, Question question, Rows rows) {
    boolean isGrouped = !rows.names().isEmpty();
    String sql =
        "SELECT "
            + (isGrouped ? rows.columns() + ", " : "")
            + "COUNT(v) AS counted, SUM(v) AS summed, AVG(v) AS average, MIN(v) AS least,"
            + " MAX(v) AS greatest FROM ("
            + rows.sql()
            + ") q"
            + (isGrouped ? " GROUP BY " + rows.columns() + " ORDER BY " + rows.columns() : "")
            + " LIMIT :limit";
    return query(handle, question, rows, sql)
        .bind("limit", question.limit())
        .map((row, _) -> new Point(dimensions(rows, row), values(question, row)))
        .list()
        .stream()
        .filter(point -> !point.values().isEmpty())
        .toList();
  }

  private static Map<String, Double> values(Question question, ResultSet row) throws SQLException {
    Map<String, Double> values = new LinkedHashMap<>();
    for (Aggregation aggregation : question.aggregations()) {
      String column =
          switch (aggregation.kind()) {
            case COUNT -> "counted";
            case SUM -> "summed";
            case AVG -> "average";
            case MIN -> "least";
            case MAX -> "greatest";
            case PERCENTILE -> throw new IllegalStateException("not of the database");
          };
      double value = row.getDouble(column);
      if (!row.wasNull()) {
        values.put(aggregation.label(), value);
      }
    }
    return values;
  }

  private static Map<String, String> dimensions(Rows rows, ResultSet row) throws SQLException {
    Map<String, String> dimensions = new LinkedHashMap<>();
    for (int i = 0; i < rows.names().size(); i++) {
      String name = rows.names().get(i);
      dimensions.put(
          name,
          name.equals(BUCKET)
              ? time(row.getLong("d" + i))
              : MetricView.shown(name, row.getString("d" + i)));
    }
    return dimensions;
  }

  private static String time(long millis) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", java.util.Locale.ROOT)
        .format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
  }

  private static List<Point> sampled(
      Handle handle, Question question, Rows rows, MetricView.Figure figure) {
    Map<Map<String, String>, Sample> samples = new HashMap<>();
    if (rows.names().isEmpty()) {
      samples.put(Map.of(), new Sample());
    }
    int seen = 0;
    try (var found =
        query(handle, question, rows, rows.sql() + " LIMIT " + (ROWS + 1))
            .setFetchSize(10_000)
            .map((row, _) -> new Row(dimensions(rows, row), number(row, figure)))
            .iterator()) {
      for (Iterator<Row> each = found; each.hasNext(); ) {
        Row row = each.next();
        if (++seen > ROWS) {
          throw Refusals.invalid(
              "More than " + ROWS + " rows: ask for a shorter time, or for fewer experiments.");
        }
        Sample sample = samples.computeIfAbsent(row.dimensions(), _ -> new Sample());
        if (row.value() != null) {
          sample.add(row.value());
        }
      }
    }
    return samples.entrySet().stream()
        .map(entry -> point(question, entry.getKey(), entry.getValue()))
        .filter(point -> !point.values().isEmpty())
        .sorted(Comparator.comparing(point -> String.join("\u0000", point.dimensions().values())))
        .limit(question.limit())
        .toList();
  }

  private record Row(Map<String, String> dimensions, @Nullable Double value) {}

  private static Point point(Question question, Map<String, String> dimensions, Sample sample) {
    sample.close();
    Map<String, Double> values = new LinkedHashMap<>();
    for (Aggregation aggregation : question.aggregations()) {
      Double value = sample.value(aggregation);
      if (value != null) {
        values.put(aggregation.label(), value);
      }
    }
    return new Point(dimensions, values);
  }

  private static @Nullable Double number(ResultSet row, MetricView.Figure figure)
      throws SQLException {
    if (figure.member() == null) {
      double value = row.getDouble("v");
      return row.wasNull() ? null : (Double) value;
    }
    String text = row.getString("v");
    try {
      JsonNode value = text == null ? null : Json.parse(text).get(figure.member());
      return value == null || !value.isNumber() ? null : (Double) Json.number(value);
    } catch (JacksonException e) {
      return null; // somebody else's word for it
    }
  }
}
