// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows that are in memory already: features and labels of recorded predictions. */
record MemoryRows(List<String> names, List<Map<String, @Nullable Object>> rows) implements Rows {
  @Override
  public boolean untyped() {
    return false;
  }

  @Override
  public void each(Visitor visitor) {
    @Nullable Object[] cells = new Object[names.size()];
    long line = 0;
    for (Map<String, @Nullable Object> row : rows) {
      for (int i = 0; i < cells.length; i++) {
        cells[i] = row.get(names.get(i));
      }
      visitor.row(++line, cells);
    }
  }
}
