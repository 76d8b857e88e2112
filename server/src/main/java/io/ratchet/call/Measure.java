// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is measured of each call that has it. */
enum Measure {
  LATENCY(1, 1e3, true),
  FIRST_TOKEN(2, 1e3, true),
  INPUT_TOKENS(3, 1, false),
  OUTPUT_TOKENS(4, 1, false),
  CACHED_TOKENS(5, 1, false),
  REASONING_TOKENS(6, 1, false),
  COST(7, 1e9, true),
  COMPLETENESS(8, Measure.FRACTION, false),
  FIELDS_EXTRACTED(9, 1, false),
  CONFIDENCE(10, Measure.FRACTION, false);

  /** Units in one of a quantity that is given as a decimal: it is kept to nine places. */
  static final double FRACTION = 1e9;

  private final int code;
  private final double scale;
  private final boolean hasPercentiles;

  Measure(int code, double scale, boolean hasPercentiles) {
    this.code = code;
    this.scale = scale;
    this.hasPercentiles = hasPercentiles;
  }

  /** What stands for it in a window's bytes; never changes. */
  int code() {
    return code;
  }

  /** Units in one of what people read: microseconds in a millisecond, nano-dollars in a dollar. */
  double scale() {
    return scale;
  }

  boolean hasPercentiles() {
    return hasPercentiles;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value of a call in whole units, or null where it is unknown. */
  @Nullable Long of(Call call) {
    return switch (this) {
      case LATENCY -> call.latencyMicros();
      case FIRST_TOKEN -> call.firstTokenMicros();
      case INPUT_TOKENS -> call.tokens().input();
      case OUTPUT_TOKENS -> call.tokens().output();
      case CACHED_TOKENS -> call.tokens().cached();
      case REASONING_TOKENS -> call.tokens().reasoning();
      case COST -> call.costNanos();
      case COMPLETENESS -> units(call.completeness());
      case FIELDS_EXTRACTED ->
          call.fieldsExtracted() == null ? null : (long) call.fieldsExtracted();
      case CONFIDENCE -> units(call.confidence());
    };
  }

  private static @Nullable Long units(@Nullable Double fraction) {
    return fraction == null ? null : (Long) units(fraction.doubleValue());
  }

  static long units(double value) {
    return Math.round(value * FRACTION);
  }

  static Measure ofCode(int code) {
    for (Measure measure : values()) {
      if (measure.code == code) {
        return measure;
      }
    }
    throw new IllegalArgumentException("no measure has the code " + code);
  }
}
