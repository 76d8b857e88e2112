// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a data file as they are, for who joins, cuts or hands on rows before they are learnt
 * from.
 *
 * @param rows null where a cell is missing, else a text, a number or a boolean
 * @param untyped whether texts may stand for numbers and truth values, as in a CSV file
 */
public record RawRows(List<String> names, List<@Nullable Object[]> rows, boolean untyped) {
  /** Reads a file: CSV, also compressed with gzip, or Parquet. */
  public static RawRows read(byte[] bytes, DatasetLimits limits) {
    Rows source = Datasets.rows(bytes, limits);
    List<@Nullable Object[]> rows = new ArrayList<>();
    source.each((_, cells) -> rows.add(cells.clone()));
    return new RawRows(source.names(), rows, source.untyped());
  }
}
