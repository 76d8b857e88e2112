// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

/**
 * The coverage that an interval promises, such as 0.95.
 *
 * <p>A type of its own, and never below one half, because a significance level of 0.05 given where
 * 0.95 was meant is the most common mistake in calling a statistics library.
 */
public record Confidence(double level) {

  public Confidence {
    if (!(level >= 0.5 && level < 1)) {
      throw new IllegalArgumentException(
          "confidence must be at least 0.5 and below 1 (0.95, not 0.05): " + level);
    }
  }

  public static Confidence of(double level) {
    return new Confidence(level);
  }

  /** The significance level that goes with it: the chance of missing the true value. */
  public double alpha() {
    return 1 - level;
  }

  /** The share of {@link #alpha} beyond each end of the interval that the alternative asks for. */
  public double tail(Alternative alternative) {
    return switch (alternative) {
      case TWO_SIDED -> alpha() / 2;
      case GREATER, LESS -> alpha();
    };
  }
}
