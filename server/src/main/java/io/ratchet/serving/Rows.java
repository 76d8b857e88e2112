// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Json;
import io.ratchet.model.Feature;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Checked features of some rows, row after row, in the order of their {@link Columns}. */
final class Rows {
  private final Columns columns;
  private final int count;
  private final double[] values;
  private final @Nullable String @Nullable [] words;
  private final Who[] who;

  /** Who a row is about, where a further route has to be followed for it. */
  record Who(String unit, Map<String, ? extends @Nullable Object> attributes) {
    static final Who NOBODY = new Who("", Map.of());
  }

  Rows(Columns columns, int count) {
    this.columns = columns;
    this.count = count;
    this.values = new double[Math.multiplyExact(count, columns.size())];
    this.words = columns.hasWords() ? new String[values.length] : null;
    this.who = new Who[count];
    Arrays.fill(who, Who.NOBODY);
  }

  Columns columns() {
    return columns;
  }

  int count() {
    return count;
  }

  void clear(int row, int column) {
    values[place(row, column)] = Double.NaN;
  }

  void put(int row, int column, double value) {
    values[place(row, column)] = value;
  }

  void put(int row, int column, String word) {
    if (words == null) {
      throw new IllegalArgumentException("no column of these rows holds words");
    }
    words[place(row, column)] = word;
    values[place(row, column)] = 0;
  }

  private int place(int row, int column) {
    return row * columns.size() + column;
  }

  Who who(int row) {
    return who[row];
  }

  void who(int row, Who one) {
    who[row] = one;
  }

  /** NaN where it is missing. */
  double value(int row, int column) {
    return values[place(row, column)];
  }

  /** All values, row after row. */
  double[] values() {
    return values;
  }

  /** What a tensor of strings is given; empty where it is missing. */
  String word(int row, int column) {
    double value = value(row, column);
    if (Double.isNaN(value)) {
      return "";
    }
    Feature feature = columns.feature(column);
    return switch (feature.type()) {
      case CATEGORY -> {
        String word = words == null ? null : words[place(row, column)];
        yield word == null ? feature.categories().get((int) value) : word;
      }
      case BOOLEAN -> value == 1 ? "true" : "false";
      case NUMBER, INTEGER -> Shown.number(value);
    };
  }

  /** The features of a row by name, as they came; missing ones are left out. */
  ObjectNode json(int row) {
    ObjectNode json = Json.object();
    for (int column = 0; column < columns.size(); column++) {
      double value = value(row, column);
      Feature feature = columns.feature(column);
      if (!Double.isNaN(value)) {
        switch (feature.type()) {
          case NUMBER, INTEGER -> json.set(feature.name(), Shown.node(value));
          case BOOLEAN -> json.put(feature.name(), value == 1);
          case CATEGORY -> json.put(feature.name(), word(row, column));
        }
      }
    }
    return json;
  }

  /** These rows and no others. */
  Rows pick(int[] chosen) {
    Rows picked = new Rows(columns, chosen.length);
    for (int i = 0; i < chosen.length; i++) {
      int from = place(chosen[i], 0);
      System.arraycopy(values, from, picked.values, picked.place(i, 0), columns.size());
      if (words != null && picked.words != null) {
        System.arraycopy(words, from, picked.words, picked.place(i, 0), columns.size());
      }
      picked.who[i] = who[chosen[i]];
    }
    return picked;
  }

  /** What makes a row equal to another one of the same model. */
  Key key(String model, int row) {
    int from = place(row, 0);
    int to = from + columns.size();
    return new Key(
        model,
        Arrays.copyOfRange(values, from, to),
        words == null ? null : Arrays.copyOfRange(words, from, to));
  }

  /** The content of a row and the identity of what predicts from it. */
  record Key(String model, double[] values, @Nullable String @Nullable [] words) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && model.equals(key.model)
          && Arrays.equals(values, key.values)
          && Arrays.equals(words, key.words);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * model.hashCode() + Arrays.hashCode(values)) + Arrays.hashCode(words);
    }
  }
}
