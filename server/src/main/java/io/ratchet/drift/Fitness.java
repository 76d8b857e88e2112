// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many feature values were not what they should be, and why not. Merges exactly. Mutable, for
 * one thread at a time.
 */
public final class Fitness {
  private static final int FORMAT = 1;
  private static final int MOST_FEATURES = 20_000;

  /** Why a value is not fit. */
  public enum Fault {
    /** It is required and was not there. */
    MISSING(0),
    /** It is a word where there should be a number, or the other way round. */
    WRONG_TYPE(1),
    /** It is outside of the range that the signature names. */
    OUT_OF_RANGE(2),
    /** It is none of the known words. */
    NEW_CATEGORY(3);

    private final int code;

    Fault(int code) {
      this.code = code;
    }
  }

  private static final int FAULTS = 4;

  private final Map<String, long[]> faults = new TreeMap<>();
  private long values;

  void add(Row row, Expected expected) {
    expected
        .features()
        .forEach((name, one) -> {
          Value value = row.values().getOrDefault(Series.input(name), Value.ABSENT);
          values++;
          Fault fault = fault(one, value);
          if (fault != null) {
            faults.computeIfAbsent(name, _ -> new long[FAULTS])[fault.code]++;
          }
        });
  }

  private static @Nullable Fault fault(Expected.One one, Value value) {
    return switch (value) {
      case Value.Absent _ -> one.optional() ? null : Fault.MISSING;
      case Value.Amount(double number) ->
          one.words() ? ofWord(one, Text.number(number), true) : ofNumber(one, number);
      case Value.Word(String text) -> one.words() ? ofWord(one, text, false) : Fault.WRONG_TYPE;
    };
  }

  private static @Nullable Fault ofNumber(Expected.One one, double number) {
    if (!Double.isFinite(number) || (one.whole() && number != Math.rint(number))) {
      return Fault.WRONG_TYPE;
    }
    boolean below = one.minimum() != null && number < one.minimum();
    boolean above = one.maximum() != null && number > one.maximum();
    return below || above ? Fault.OUT_OF_RANGE : null;
  }

  private static @Nullable Fault ofWord(Expected.One one, String text, boolean wasNumber) {
    if (one.categories() == null) {
      return wasNumber ? Fault.WRONG_TYPE : null;
    }
    return one.categories().contains(text) ? null : Fault.NEW_CATEGORY;
  }

  /** Adds what another window had. */
  public void add(Fitness other) {
    values = Math.addExact(values, other.values);
    other.faults.forEach((name, counts) -> {
      long[] mine = faults.computeIfAbsent(name, _ -> new long[FAULTS]);
      for (int i = 0; i < FAULTS; i++) {
        mine[i] += counts[i];
      }
    });
  }

  /** Values that were looked at, missing ones included. */
  public long values() {
    return values;
  }

  /** How many values had a fault. */
  public long count(Fault fault) {
    return faults.values().stream().mapToLong(counts -> counts[fault.code]).sum();
  }

  /** Features that had a fault, each with how many values had it. */
  public Map<String, Long> features(Fault fault) {
    Map<String, Long> counts = new TreeMap<>();
    faults.forEach((name, each) -> {
      if (each[fault.code] > 0) {
        counts.put(name, each[fault.code]);
      }
    });
    return counts;
  }

  /** The share of values without a fault; null where none was looked at. */
  public @Nullable Double score() {
    long bad = faults.values().stream().flatMapToLong(Arrays::stream).sum();
    return values == 0 ? null : (Double) (1 - (double) bad / values);
  }

  byte[] toBytes() {
    PackedOutput out = new PackedOutput(FORMAT).count(values).count(faults.size());
    faults.forEach((name, counts) -> out.text(name).counts(counts));
    return out.toBytes();
  }

  static Fitness fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("counted faults", bytes, FORMAT);
    Fitness read = new Fitness();
    read.values = in.count();
    for (int left = in.count(MOST_FEATURES); left > 0; left--) {
      String name = in.text(4 * Series.NAME_LENGTH);
      long[] counts = in.counts(FAULTS);
      in.require(counts.length == FAULTS, "it has other faults");
      read.faults.put(name, counts);
    }
    in.end();
    return read;
  }
}
