// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table that can be gone through more than once, row by row, in the order of time. */
interface Rows {
  List<String> names();

  /** Whether texts may stand for numbers and truth values, as in a file without types. */
  boolean untyped();

  /** Shows every row; a cell is null where it is missing, else a text, a number or a boolean. */
  void each(Visitor visitor);

  /** Sees a row; the array is only good for the moment. */
  @FunctionalInterface
  interface Visitor {
    void row(long line, @Nullable Object[] cells);
  }
}
