// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.harness;

import io.ratchet.base.Json;
import io.ratchet.cli.Table;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a benchmark found: tables of figures, and each promise beside its figure. */
public final class Report {
  private final String benchmark;
  private final Map<String, Object> facts;
  private final Map<String, List<Map<String, @Nullable Object>>> tables = new LinkedHashMap<>();
  private final List<Promise> promises = new ArrayList<>();

  /**
   * A bound and what was measured.
   *
   * @param sign {@code <=} or {@code >=}
   */
  private record Promise(String what, double measured, String sign, double bound) {
    boolean isKept() {
      return sign.equals("<=") ? measured <= bound : measured >= bound;
    }
  }

  Report(String benchmark, Map<String, Object> facts) {
    this.benchmark = benchmark;
    this.facts = new LinkedHashMap<>(facts);
  }

  /** Adds something to know when the figures are read. */
  public Report fact(String name, Object value) {
    facts.put(name, value);
    return this;
  }

  /** Adds a row of name, value, name, value, ... to a table; the first row gives its columns. */
  public Report row(String table, @Nullable Object... cells) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i += 2) {
      row.put(String.valueOf(cells[i]), cells[i + 1]);
    }
    tables.computeIfAbsent(table, _ -> new ArrayList<>()).add(row);
    return this;
  }

  /** Holds a figure against its upper bound. */
  public Report atMost(String what, double measured, double bound) {
    promises.add(new Promise(what, measured, "<=", bound));
    return this;
  }

  /** Holds a figure against its lower bound. */
  public Report atLeast(String what, double measured, double bound) {
    promises.add(new Promise(what, measured, ">=", bound));
    return this;
  }

  String text() {
    StringBuilder text = new StringBuilder(benchmark).append('\n');
    facts.forEach((name, value) -> text.append("  %-13s %s%n".formatted(name, value)));
    for (var entry : tables.entrySet()) {
      text.append("\n%s%n%s".formatted(entry.getKey(), table(entry.getValue())));
    }
    if (!promises.isEmpty()) {
      Table table = new Table("promise", "measured", "bound", "kept");
      for (Promise promise : promises) {
        table.row(
            promise.what(),
            shown(promise.measured()),
            promise.sign() + " " + shown(promise.bound()),
            promise.isKept() ? "yes" : "NO");
      }
      text.append('\n').append(table);
    }
    return text.toString();
  }

  private static Table table(List<Map<String, @Nullable Object>> rows) {
    Table table = new Table(rows.getFirst().keySet().toArray(String[]::new));
    for (Map<String, @Nullable Object> row : rows) {
      @Nullable Object[] cells = new @Nullable Object[row.size()];
      int i = 0;
      for (@Nullable Object value : row.values()) {
        cells[i++] = shown(value);
      }
      table.row(cells);
    }
    return table;
  }

  /** Three digits that matter, and whole numbers whole. */
  private static @Nullable Object shown(@Nullable Object value) {
    return switch (value) {
      case Double number when Double.isNaN(number) -> null;
      case Double number when Math.abs(number) >= 100 ->
          String.format(Locale.ROOT, "%,d", Math.round(number));
      case Double number -> rounded(number).toPlainString();
      case Long number -> String.format(Locale.ROOT, "%,d", number);
      case Integer number -> String.format(Locale.ROOT, "%,d", number);
      case null, default -> value;
    };
  }

  private static BigDecimal rounded(double number) {
    return new BigDecimal(number).round(new MathContext(3));
  }

  String json() {
    ObjectNode root = Json.object().put("benchmark", benchmark);
    ObjectNode about = root.putObject("facts");
    facts.forEach((name, value) -> about.putPOJO(name, value));
    ObjectNode all = root.putObject("tables");
    tables.forEach((title, rows) -> {
      ArrayNode array = all.putArray(title);
      rows.forEach(row -> row.forEach(array.addObject()::putPOJO));
    });
    ArrayNode list = root.putArray("promises");
    for (Promise promise : promises) {
      list.addObject()
          .put("what", promise.what())
          .put("measured", promise.measured())
          .put("sign", promise.sign())
          .put("bound", promise.bound())
          .put("kept", promise.isKept());
    }
    return Json.text(root) + "\n";
  }
}
