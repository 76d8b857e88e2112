// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;

/**
 * How much data is taken before it is refused.
 *
 * @param bytes of a file, and of what comes out of a compressed one
 * @param rows lines, or records
 * @param columns in a row
 * @param cells rows times columns
 * @param categories different texts in a column that is learnt from
 * @param classes different labels of a classifier
 */
public record DatasetLimits(
    long bytes, long rows, int columns, long cells, int categories, int classes) {
  public static final DatasetLimits DEFAULT =
      new DatasetLimits(512L << 20, 5_000_000, 1_000, 200_000_000, 64, 100);

  /** Characters of one cell. */
  static final int CELL = 65_536;

  static Failure exceeded(String what, long limit) {
    return new Failure(
        ErrorCode.TOO_LARGE,
        "the data has more than %,d %s".formatted(limit, what),
        "train on fewer rows or columns, or raise the limit");
  }
}
