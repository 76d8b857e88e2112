// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.quality;

/** A figure of quality and its standard error. */
public record QualityEstimate(double value, double standardError) {

  public QualityEstimate {
    if (!Double.isFinite(value) || !(standardError >= 0) || Double.isInfinite(standardError)) {
      throw new IllegalArgumentException(
          "not an estimate: %s +- %s".formatted(value, standardError));
    }
  }
}
