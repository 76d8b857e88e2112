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
  private static final String UNKNOWN = "-";
  private static final int CELL_LIMIT = 60;
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[$]?[0-9][0-9,.]*( ?(%|ms|s|pp|B|KB))?");

  private final List<List<String>> rows = new ArrayList<>();
  private final int columns;

  public Table(String... headings) {
    columns = headings.length;
    rows.add(Arrays.asList(headings));
  }

  public Table row(@Nullable Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(text(cell));
    }
    rows.add(row);
    return this;
  }

  private static String text(@Nullable Object cell) {
    String text =
        switch (cell) {
          case null -> UNKNOWN;
          case JsonNode node when node.isNull() || node.isMissingNode() -> UNKNOWN;
          case JsonNode node when node.isString() -> node.stringValue();
          case JsonNode node -> node.toString();
          case Object other -> other.toString();
        };
    String line = text.isEmpty() ? UNKNOWN : text.replaceAll("\\s+", " ");
    return line.length() > CELL_LIMIT ? line.substring(0, CELL_LIMIT - 3) + "..." : line;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(i == 0 ? "" : "  ").append(pad(row.get(i), i));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  private String pad(String cell, int column) {
    String space = " ".repeat(width(column) - length(cell));
    return isNumeric(column) ? space + cell : cell + space;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private boolean isNumeric(int column) {
    return rows.stream()
        .skip(1)
        .map(row -> row.get(column))
        .filter(cell -> !cell.equals(UNKNOWN))
        .allMatch(cell -> NUMBER.matcher(cell).matches());
  }
}
