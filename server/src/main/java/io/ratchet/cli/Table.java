// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Text in columns: numbers to the right, words to the left, unknown as a dash. */
public final class Table {
  static final String UNKNOWN = "-";
  private static final int CELL_LIMIT = 60;
  private static final String GAP = "  ";
  private static final Pattern NUMBER =
      Pattern.compile("[-+<>]?[$]?[0-9][0-9,.]*(e-?[0-9]+)?( ?(%|ms|s|pp|B|KB|MB))?");

  private final List<List<String>> rows = new ArrayList<>();
  private final int columns;

  public Table(String... headings) {
    columns = headings.length;
    rows.add(Arrays.asList(headings));
  }

  /** Adds a row; null and JSON null are unknown. */
  public Table row(@Nullable Object... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(limited(text(cell)));
    }
    rows.add(row);
    return this;
  }

  /** How many rows there are under the headings. */
  int size() {
    return rows.size() - 1;
  }

  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /** A value in one line: what is unknown or empty is a dash. */
  static String text(@Nullable Object cell) {
    String text =
        switch (cell) {
          case null -> UNKNOWN;
          case JsonNode node when node.isNull() || node.isMissingNode() -> UNKNOWN;
          case JsonNode node when node.isString() -> node.stringValue();
          case JsonNode node -> node.toString();
          case Object other -> other.toString();
        };
    return text.isBlank() ? UNKNOWN : clean(text.strip());
  }

  /** White space and control characters, which could move the cursor, become single spaces. */
  private static String clean(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ");
  }

  private static String limited(String line) {
    if (line.codePointCount(0, line.length()) <= CELL_LIMIT) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, CELL_LIMIT - 3)) + "...";
  }

  @Override
  public String toString() {
    int[] widths = new int[columns];
    boolean[] numeric = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      widths[i] = width(i);
      numeric[i] = isNumeric(i);
    }
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String space = " ".repeat(widths[i] - length(row.get(i)));
        line.append(i == 0 ? "" : GAP);
        line.append(numeric[i] ? space + row.get(i) : row.get(i) + space);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private boolean isNumeric(int column) {
    List<String> known =
        rows.stream()
            .skip(1)
            .map(row -> row.get(column))
            .filter(cell -> !cell.equals(UNKNOWN))
            .toList();
    return !known.isEmpty() && known.stream().allMatch(cell -> NUMBER.matcher(cell).matches());
  }
}
