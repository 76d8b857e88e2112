// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.base.Failure;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is in a column, found by going through it once. */
final class ColumnProfile {
  private final String name;
  private final boolean untyped;
  private final int distinctLimit;
  private final Set<String> distinct = new LinkedHashSet<>();
  private boolean distinctComplete = true;
  private boolean whole = true;
  private long present;
  private long numbers;
  private long booleans;
  private @Nullable String firstText;
  private long firstTextLine;

  ColumnProfile(String name, boolean untyped, int distinctLimit) {
    this.name = name;
    this.untyped = untyped;
    this.distinctLimit = distinctLimit;
  }

  void add(long line, @Nullable Object cell) {
    if (cell == null || (cell instanceof Number number && Double.isNaN(number.doubleValue()))) {
      return;
    }
    present++;
    Cells.Truth truth = Cells.truth(cell, untyped);
    boolean number = truth == Cells.Truth.NEITHER && Cells.isNumber(cell, untyped);
    if (number) {
      numbers++;
      double value = Cells.number(cell);
      if (Float.isInfinite((float) value)) {
        throw Failure.invalid(
            "the column \"%s\" holds %s in row %,d, which no single-precision number can be"
                .formatted(name, cell, line),
            "scale the column, or leave the cell empty");
      }
      whole &= value == Math.rint(value);
    } else if (truth != Cells.Truth.NEITHER) {
      booleans++;
    } else if (firstText == null) {
      firstText = String.valueOf(cell);
      firstTextLine = line;
    }
    if (distinctComplete && distinct.add(Cells.text(cell, untyped))) {
      distinctComplete = distinct.size() <= distinctLimit;
    }
  }

  boolean isEmpty() {
    return present == 0;
  }

  boolean isNumeric() {
    return present > 0 && numbers == present;
  }

  /** Whole numbers only, and few different ones: a class rather than a quantity. */
  boolean looksLikeClasses(int most) {
    return whole && distinctComplete && distinct.size() <= most;
  }

  boolean isBoolean() {
    return present > 0 && booleans == present;
  }

  boolean fits(int limit) {
    return distinctComplete && distinct.size() <= limit;
  }

  Set<String> distinct() {
    return distinct;
  }

  /** Why the column cannot be a category. */
  String tooMany() {
    String some = "it holds more than " + distinctLimit + " different texts";
    return numbers > 0 && firstText != null
        ? "%s, such as \"%s\" in row %,d, between numbers".formatted(some, firstText, firstTextLine)
        : some;
  }
}
