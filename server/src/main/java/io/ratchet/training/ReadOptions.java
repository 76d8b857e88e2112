// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How rows become data to learn from.
 *
 * @param label the column to learn
 * @param task what to learn; null: texts, truth values and at most {@value #FEW} different whole
 *     numbers are classes, other numbers a quantity
 * @param time a column by which the rows are put in order; null where they are in order
 * @param excluded columns that are not learnt from
 */
public record ReadOptions(
    String label,
    @Nullable Task task,
    @Nullable String time,
    Set<String> excluded,
    DatasetLimits limits) {
  static final int FEW = 20;

  public ReadOptions {
    excluded = Set.copyOf(excluded);
  }

  public static ReadOptions of(String label) {
    return new ReadOptions(label, null, null, Set.of(), DatasetLimits.DEFAULT);
  }

  public ReadOptions withTask(Task chosen) {
    return new ReadOptions(label, chosen, time, excluded, limits);
  }

  public ReadOptions withTime(String column) {
    return new ReadOptions(label, task, column, excluded, limits);
  }

  public ReadOptions without(Set<String> columns) {
    return new ReadOptions(label, task, time, columns, limits);
  }

  public ReadOptions within(DatasetLimits chosen) {
    return new ReadOptions(label, task, time, excluded, chosen);
  }
}
