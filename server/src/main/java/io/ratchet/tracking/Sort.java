// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import org.jspecify.annotations.Nullable;

/**
 * One term of an order, as SQL. Things of rank 0 have a value, those of rank 1 are no number, those
 * of rank 2 have nothing; ranks ascend whatever the direction.
 *
 * @param rank an expression for it; null where all rows of the statement have {@code fixedRank}
 * @param value an expression that the rows of rank 0 are compared by
 * @param indexed what of the value an index holds, monotone in it: the value itself, or how it
 *     begins; null where no index helps
 */
record Sort(
    @Nullable String rank,
    int fixedRank,
    String value,
    boolean ascending,
    boolean isText,
    @Nullable String indexed) {

  /** A term that every row has a value for. */
  static Sort present(String value, boolean ascending, boolean isText) {
    return new Sort(null, 0, value, ascending, isText, value);
  }

  /** A term that no row of the statement has a value for. */
  static Sort fixed(int rank, boolean isText) {
    return new Sort(null, rank, isText ? "''" : "0", true, isText, null);
  }

  private boolean compares() {
    return rank != null || fixedRank == 0;
  }

  /** What is read to continue behind a row. */
  String columns(int index) {
    return (rank == null ? Integer.toString(fixedRank) : rank)
        + " AS rank"
        + index
        + ", "
        + value
        + " AS value"
        + index;
  }

  /** For behind ORDER BY; empty where it orders nothing. */
  String order() {
    if (!compares()) {
      return "";
    }
    String direction = ascending ? " ASC" : " DESC";
    String first = rank == null ? "" : rank + ", ";
    String begin = indexed == null || indexed.equals(value) ? "" : indexed + direction + ", ";
    return first + begin + value + direction;
  }

  /** As {@link #order}, by the names of {@link #columns}. */
  String orderOfColumns(int index) {
    String direction = ascending ? " ASC" : " DESC";
    return "rank" + index + ", value" + index + direction;
  }
}
