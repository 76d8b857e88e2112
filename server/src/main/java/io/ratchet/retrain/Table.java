// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.model.Feature;
import io.ratchet.model.Signature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows to learn from, the oldest first.
 *
 * @param rows cells in the order of the columns: null where missing, else a text, number or boolean
 * @param untyped whether texts may stand for numbers and truth values, as in a CSV file
 */
public record Table(List<String> columns, List<@Nullable Object[]> rows, boolean untyped) {
  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  public int size() {
    return rows.size();
  }

  /** The place of a column. */
  public int column(String name) {
    int place = columns.indexOf(name);
    if (place < 0) {
      throw Failure.invalid(
          "the data has no column " + name + ", only " + String.join(", ", columns),
          "name the column to learn in label");
    }
    return place;
  }

  /** The rows from one place to before another. */
  public Table slice(int from, int to) {
    return new Table(columns, rows.subList(from, to), untyped);
  }

  /** As a CSV file (RFC 4180) with a header. */
  public byte[] csv() {
    StringBuilder text = new StringBuilder();
    List<@Nullable Object> header = new ArrayList<>(columns);
    line(text, header.toArray());
    rows.forEach(row -> line(text, row));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder text, @Nullable Object[] cells) {
    for (int i = 0; i < cells.length; i++) {
      Object cell = cells[i];
      String shown = cell == null ? "" : cell.toString();
      boolean quoted =
          shown.indexOf(',') >= 0
              || shown.indexOf('"') >= 0
              || shown.indexOf('\n') >= 0
              || shown.indexOf('\r') >= 0;
      text.append(i == 0 ? "" : ",")
          .append(quoted ? '"' + shown.replace("\"", "\"\"") + '"' : shown);
    }
    text.append('\n');
  }

  /** A row as a model with that signature is asked it. */
  public ObjectNode features(int row, Signature signature) {
    ObjectNode features = Json.object();
    for (Feature feature : signature.features()) {
      int place = columns.indexOf(feature.name());
      Object cell = place < 0 ? null : rows.get(row)[place];
      if (cell != null) {
        put(features, feature, cell);
      }
    }
    return features;
  }

  private static void put(ObjectNode features, Feature feature, Object cell) {
    String text = cell.toString();
    switch (feature.type()) {
      case CATEGORY -> features.put(feature.name(), word(cell));
      case NUMBER, INTEGER, BOOLEAN -> {
        Double number = number(cell);
        if (number == null) {
          throw Failure.invalid(
              "the feature %s is %s in a row, and no number".formatted(feature.name(), text),
              "clean the data, or register a model that takes it as a category");
        }
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
          features.put(feature.name(), number.longValue());
        } else {
          features.put(feature.name(), number);
        }
      }
    }
  }

  /** The number that a cell is, true and false being 1 and 0; null where it is none. */
  static @Nullable Double number(Object cell) {
    if (cell instanceof Number number) {
      return number.doubleValue();
    }
    if (cell instanceof Boolean truth) {
      return truth ? 1.0 : 0.0;
    }
    String text = cell.toString();
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return text.equalsIgnoreCase("true") ? 1.0 : 0.0;
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The text by which values of a class or category are the same: 1 is 1.0 is true. */
  static String word(Object cell) {
    if (cell instanceof Boolean) {
      return cell.toString();
    }
    Double number = cell instanceof Number ? number(cell) : null;
    return number != null && number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString(number.longValue())
        : cell.toString();
  }
}
