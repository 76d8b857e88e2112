// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.stats.drift.CategoryReference;
import io.ratchet.stats.drift.FeatureReference;
import io.ratchet.stats.drift.NumericReference;
import io.ratchet.stats.drift.NumericSummary;
import io.ratchet.stats.drift.TopValues;
import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import io.ratchet.stats.sketch.ValueSketch;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rows that a reference is going to be made of, before anybody knows what their values are like.
 *
 * <p>A series is numeric or categorical by what most of its values are; those of the other kind
 * count as missing. Series beyond a limit are left out. Mutable, for one thread at a time.
 */
final class Baseline {
  private static final int FORMAT = 1;
  private static final int MOST_SERIES = 20_000;
  private static final int MOST_BYTES = 1 << 22;

  private final Map<Series, Gathered> gathered = new TreeMap<>();
  private long rows;

  private record Gathered(NumericSummary numbers, TopValues words) {
    static Gathered empty() {
      return new Gathered(new NumericSummary(), new TopValues(4 * CategoryReference.MOST));
    }
  }

  /** Adds a row; features beyond the limit that were not seen before are left out. */
  void add(Row row, int most) {
    rows++;
    row.values()
        .forEach((series, value) -> {
          Gathered known = gathered.get(series);
          if (known == null && gathered.size() < most && !(value instanceof Value.Absent)) {
            known = Gathered.empty();
            gathered.put(series, known);
          }
          if (known != null) {
            add(known, value);
          }
        });
  }

  private static void add(Gathered known, Value value) {
    switch (value) {
      case Value.Amount(double number) -> known.numbers().add(number);
      case Value.Word(String text) -> known.words().add(text);
      case Value.Absent _ -> {}
    }
  }

  long rows() {
    return rows;
  }

  /** What the series look like, each that has values. */
  Map<Series, FeatureReference> references(int cells) {
    Map<Series, FeatureReference> references = new TreeMap<>();
    gathered.forEach((series, one) ->
        reference(series, one, cells).ifPresent(made -> references.put(series, made)));
    return references;
  }

  private Optional<FeatureReference> reference(Series series, Gathered one, int cells) {
    long numbers = one.numbers().rows();
    long words = one.words().total();
    boolean input = series.role() == Series.Role.INPUT;
    if (words > numbers) {
      long missing = input ? rows - words : 0;
      return Optional.of(CategoryReference.of(one.words(), missing));
    }
    for (long left = input ? rows - numbers : 0; left > 0; left--) {
      one.numbers().addMissing();
    }
    return NumericReference.of(one.numbers(), cells).asOptional().map(made -> made);
  }

  byte[] toBytes() {
    PackedOutput out = new PackedOutput(FORMAT).count(rows).count(gathered.size());
    gathered.forEach((series, one) ->
        out.text(series.key()).nested(one.numbers().toBytes()).nested(one.words().toBytes()));
    return out.toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it could not have written that
   */
  static Baseline fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("gathered rows", bytes, FORMAT);
    Baseline read = new Baseline();
    read.rows = in.count();
    for (int left = in.count(MOST_SERIES); left > 0; left--) {
      Series series = Series.ofKey(in.text(4 * Series.NAME_LENGTH));
      NumericSummary numbers =
          NumericSummary.fromBytes(in.nested(ValueSketch.MAX_BYTES + (1 << 10)));
      read.gathered.put(series, new Gathered(numbers, TopValues.fromBytes(in.nested(MOST_BYTES))));
    }
    in.end();
    return read;
  }
}
