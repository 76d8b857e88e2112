// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

/** A quantity known up to sampling error, where there is no other arm to compare it with. */
public record Estimate(double value, double standardError, Interval interval) {

  public Estimate {
    if (!Double.isFinite(value) || !(standardError >= 0) || Double.isInfinite(standardError)) {
      throw new IllegalArgumentException(
          "not an estimate: %s +- %s".formatted(value, standardError));
    }
  }
}
