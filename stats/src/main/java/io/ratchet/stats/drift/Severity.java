// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

/**
 * How far an effect is beyond its threshold t: minor from t on, major from 2t, critical from 3t; of
 * an effect that cannot exceed 1, from a third and from two thirds of what is above t, where these
 * come sooner.
 */
public enum Severity {
  NONE,
  MINOR,
  MAJOR,
  CRITICAL;

  static Severity of(DriftMethod method, double effect, double threshold) {
    double room = method.bounded() ? Math.max(0, 1 - threshold) : Double.POSITIVE_INFINITY;
    if (effect >= threshold + Math.min(2 * threshold, room * 2 / 3)) {
      return CRITICAL;
    }
    return effect >= threshold + Math.min(threshold, room / 3) ? MAJOR : MINOR;
  }

  Severity or(Severity other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
