// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

/** A confidence interval; one-sided intervals have an infinite end. */
public record Interval(double lower, double upper, Confidence confidence) {

  public Interval {
    if (!(lower <= upper)) {
      throw new IllegalArgumentException("not an interval: [%s, %s]".formatted(lower, upper));
    }
  }

  /** Whether the value lies inside, ends included. */
  public boolean contains(double value) {
    return lower <= value && value <= upper;
  }
}
