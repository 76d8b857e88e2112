// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import org.jspecify.annotations.Nullable;

/** Where a room keeps what a key names, as SQL of its own. */
public sealed interface Column {
  /** An expression over the row that is asked about; NULL where the key is absent. */
  record Scalar(String sql) implements Column {}

  /**
   * Rows of another table, of which one must fulfil the comparison.
   *
   * @param condition a condition with {@code {key}} where the name of the key belongs and {@code
   *     {test}} where the comparison does, such as {@code EXISTS (SELECT 1 FROM run_tag t WHERE
   *     t.run = r.id AND t.name = {key} AND {test})} or {@code r.id IN (SELECT run FROM run_tag
   *     WHERE name = {key} AND {test})}
   * @param value the compared expression within it, never NULL
   * @param nan a condition that says whether the value is NaN; null where there is no NaN, or the
   *     database compares it as a number itself
   */
  record Rows(String condition, String value, @Nullable String nan) implements Column {
    public Rows(String condition, String value) {
      this(condition, value, null);
    }
  }
}
