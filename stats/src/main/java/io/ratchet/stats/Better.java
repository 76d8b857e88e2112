// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

/** Which way a metric improves: success upwards, cost and latency downwards. */
public enum Better {
  HIGHER,
  LOWER;

  /** The value where more is better: itself, or its negative. */
  public double gain(double value) {
    return switch (this) {
      case HIGHER -> value;
      case LOWER -> 0 - value;
    };
  }
}
