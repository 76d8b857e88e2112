// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When calls arrived and how long they were, as somebody measured it on real traffic.
 *
 * @param arrivals in order of time
 */
record Trace(List<Arrival> arrivals) {
  private static final String HEADING = "TIMESTAMP,ContextTokens,GeneratedTokens";

  /**
   * One call of the trace.
   *
   * @param at time since the first call
   */
  record Arrival(Duration at, int inputTokens, int outputTokens) {}

  Trace {
    arrivals = List.copyOf(arrivals);
    if (arrivals.isEmpty()) {
      throw new IllegalArgumentException("a trace without arrivals");
    }
  }

  /** Reads the columns of the Azure traces: time, context tokens, generated tokens. */
  static Trace read(String csv) {
    List<String> lines = csv.lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty() || !lines.getFirst().equals(HEADING)) {
      throw new IllegalArgumentException("a trace begins with the line " + HEADING);
    }
    List<Row> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      rows.add(Row.read(line));
    }
    rows.sort(Comparator.comparing(Row::time));
    return new Trace(
        rows.stream()
            .map(row ->
                new Arrival(
                    Duration.between(rows.getFirst().time, row.time), row.input, row.output))
            .toList());
  }

  private record Row(LocalDateTime time, int input, int output) {
    static Row read(String line) {
      String[] cells = line.split(",", -1);
      try {
        return new Row(
            LocalDateTime.parse(cells[0].replace(' ', 'T')),
            Integer.parseUnsignedInt(cells[1]),
            Integer.parseUnsignedInt(cells[2]));
      } catch (DateTimeParseException | NumberFormatException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException("not a line of a trace: " + line, e);
      }
    }
  }

  int size() {
    return arrivals.size();
  }

  /** How long it took from the first call to the last. */
  Duration length() {
    return arrivals.getLast().at();
  }
}
