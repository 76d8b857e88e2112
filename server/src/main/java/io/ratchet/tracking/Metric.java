// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

/**
 * A value of a metric as it was logged.
 *
 * @param value finite; 0 where it is not a number
 * @param isNan whether it is not a number
 * @param time milliseconds since 1970 UTC, as its sender says
 */
public record Metric(String key, double value, boolean isNan, long time, long step) {
  /** A metric of any double: infinities become the largest finite numbers. */
  public static Metric of(String key, double value, long time, long step) {
    if (Double.isNaN(value)) {
      return new Metric(key, 0, true, time, step);
    }
    double finite = Math.clamp(value, -Double.MAX_VALUE, Double.MAX_VALUE);
    return new Metric(key, finite + 0.0, false, time, step);
  }

  /** Whether this one counts as the latest of the two: by step, then time, then value. */
  boolean isAfter(Metric other) {
    if (step != other.step) {
      return step > other.step;
    }
    return time == other.time ? value > other.value : time > other.time;
  }
}
