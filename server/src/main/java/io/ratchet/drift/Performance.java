// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import org.jspecify.annotations.Nullable;

/**
 * The errors of the latest labels beside those of the first ones.
 *
 * @param whole whether predictions are right or wrong, so that 1 less the error is the accuracy;
 *     else errors are distances
 * @param first errors of the first labels
 * @param latest errors of the latest ones
 * @param growth by how much the error grew, with its confidence interval; null where there are too
 *     few labels
 * @param isWorse whether it grew so surely that looking at it every few seconds raises no alarm by
 *     chance
 * @param why a sentence with the numbers
 */
public record Performance(
    boolean whole,
    Moments first,
    Moments latest,
    @Nullable Interval growth,
    boolean isWorse,
    String why) {

  /** By how much the error grew; null where there are too few labels. */
  public @Nullable Double drop() {
    return growth == null ? null : (Double) (latest.mean() - first.mean());
  }

  /** By how much it grew at least, with confidence. */
  public @Nullable Double certainDrop() {
    return growth == null ? null : (Double) growth.lower();
  }

  /** The share of right predictions among the latest labels; null for amounts, and without any. */
  public @Nullable Double accuracy() {
    return whole && latest.n() > 0 ? (Double) (1 - latest.mean()) : null;
  }

  /** Whether it grew by more than that beyond chance; of distances, as a share of the first. */
  public boolean isWorseBy(double margin) {
    double unit = whole ? 1 : first.n() > 0 ? first.mean() : 0;
    return isWorse && latest.mean() - first.mean() > margin * unit;
  }
}
