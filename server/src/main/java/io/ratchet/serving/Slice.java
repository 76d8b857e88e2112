// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import java.util.List;

/**
 * Some of the rows of a request.
 *
 * @param from the first
 * @param to the one behind the last
 */
record Slice(Rows rows, int from, int to) {
  int count() {
    return to - from;
  }

  static int rows(List<Slice> slices) {
    int rows = 0;
    for (Slice slice : slices) {
      rows += slice.count();
    }
    return rows;
  }
}
