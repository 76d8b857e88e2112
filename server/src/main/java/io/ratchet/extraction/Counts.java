// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import org.jspecify.annotations.Nullable;

/**
 * Values that were extracted, held against those that are right.
 *
 * @param truePositives right values that were found
 * @param falsePositives values that were found and are not right
 * @param falseNegatives right values that were not found
 */
record Counts(long truePositives, long falsePositives, long falseNegatives) {
  static final Counts NONE = new Counts(0, 0, 0);

  Counts plus(Counts other) {
    return new Counts(
        truePositives + other.truePositives,
        falsePositives + other.falsePositives,
        falseNegatives + other.falseNegatives);
  }

  /** Share of what was found that is right; null where nothing was found. */
  @Nullable Double precision() {
    return share(truePositives, truePositives + falsePositives);
  }

  /** Share of what is right that was found; null where there is nothing to find. */
  @Nullable Double recall() {
    return share(truePositives, truePositives + falseNegatives);
  }

  /** The harmonic mean of both, {@code 2 tp / (2 tp + fp + fn)}; null where all are 0. */
  @Nullable Double f1() {
    return share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
  }

  private static @Nullable Double share(long part, long whole) {
    return whole == 0 ? null : (Double) ((double) part / whole);
  }
}
