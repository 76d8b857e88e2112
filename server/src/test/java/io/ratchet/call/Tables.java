// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.util.Arrays;
import java.util.List;

/** Tables in tests: a line is a row, {@code |} ends a cell, blanks around a cell do not count. */
final class Tables {
  private Tables() {}

  static List<String[]> rows(String table) {
    return table
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new))
        .toList();
  }
}
