// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import java.util.ArrayList;
import java.util.List;

/**
 * What a claim came to: a table to read and the checks behind it.
 *
 * @param text what was done, and what the figures mean
 */
record Section(
    String title, String text, List<String> columns, List<List<String>> rows, List<Check> checks) {

  /**
   * A promise beside what was found.
   *
   * @param isKept whether the simulation leaves the promise standing
   */
  record Check(String what, String found, String promised, boolean isKept) {}

  Section {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    checks = List.copyOf(checks);
  }

  static Builder titled(String title, String text, String... columns) {
    return new Builder(title, text, List.of(columns));
  }

  /** Rows and checks as they come in. */
  static final class Builder {
    private final String title;
    private final String text;
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();

    private Builder(String title, String text, List<String> columns) {
      this.title = title;
      this.text = text;
      this.columns = columns;
    }

    void row(List<String> cells) {
      if (cells.size() != columns.size()) {
        throw new IllegalArgumentException("not a row of " + columns + ": " + cells);
      }
      rows.add(List.copyOf(cells));
    }

    /** A share that must not be proven larger; its cell. */
    String atMost(String what, Tally tally, double promised) {
      return checked(what, tally, "at most " + Tally.percent(promised), tally.isAtMost(promised));
    }

    /** A share that must not be proven smaller; its cell. */
    String atLeast(String what, Tally tally, double promised) {
      return checked(what, tally, "at least " + Tally.percent(promised), tally.isAtLeast(promised));
    }

    private String checked(String what, Tally tally, String promised, boolean isKept) {
      check(what, tally.text(), promised, isKept);
      return isKept ? tally.text() : "**" + tally.text() + "**";
    }

    void check(String what, String found, String promised, boolean isKept) {
      checks.add(new Check(title + ": " + what, found, promised, isKept));
    }

    Section build() {
      return new Section(title, text, columns, rows, checks);
    }
  }
}
