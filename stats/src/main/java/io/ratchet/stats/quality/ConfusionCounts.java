// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.quality;

import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.WilsonInterval;
import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;

/** How often a two-class model was right and wrong, each way; mergeable by addition. */
public record ConfusionCounts(
    long truePositives, long falsePositives, long trueNegatives, long falseNegatives) {

  /** No predictions. */
  public static final ConfusionCounts EMPTY = new ConfusionCounts(0, 0, 0, 0);

  private static final int FORMAT = 1;
  private static final long MOST = 1L << 60;

  public ConfusionCounts {
    long least =
        Math.min(Math.min(truePositives, falsePositives), Math.min(trueNegatives, falseNegatives));
    long most =
        Math.max(Math.max(truePositives, falsePositives), Math.max(trueNegatives, falseNegatives));
    if (least < 0 || most > MOST) {
      throw new IllegalArgumentException(
          "not counts: %d, %d, %d, %d"
              .formatted(truePositives, falsePositives, trueNegatives, falseNegatives));
    }
  }

  public ConfusionCounts plus(boolean predicted, boolean actual) {
    return new ConfusionCounts(
        truePositives + (predicted && actual ? 1 : 0),
        falsePositives + (predicted && !actual ? 1 : 0),
        trueNegatives + (!predicted && !actual ? 1 : 0),
        falseNegatives + (!predicted && actual ? 1 : 0));
  }

  public ConfusionCounts plus(ConfusionCounts other) {
    return new ConfusionCounts(
        truePositives + other.truePositives,
        falsePositives + other.falsePositives,
        trueNegatives + other.trueNegatives,
        falseNegatives + other.falseNegatives);
  }

  public long total() {
    return truePositives + falsePositives + trueNegatives + falseNegatives;
  }

  public Proportion accuracy() {
    return new Proportion(truePositives + trueNegatives, total());
  }

  public Proportion precision() {
    return new Proportion(truePositives, truePositives + falsePositives);
  }

  public Proportion recall() {
    return new Proportion(truePositives, truePositives + falseNegatives);
  }

  public Proportion specificity() {
    return new Proportion(trueNegatives, trueNegatives + falsePositives);
  }

  /**
   * F1's interval: F1 is {@code 2 j / (1 + j)} of the share j of true positives among all that were
   * positive or called so, and rises with it, so the ends of j's Wilson interval give its own.
   */
  public Result<Interval> f1Interval(Confidence confidence) {
    long positives = truePositives + falsePositives + falseNegatives;
    return WilsonInterval.of(new Proportion(truePositives, positives), confidence)
        .map(share ->
            new Interval(
                2 * share.lower() / (1 + share.lower()),
                2 * share.upper() / (1 + share.upper()),
                confidence));
  }

  /** All ratios as numbers. */
  public ConfusionRates rates() {
    return new ConfusionRates(truePositives, falsePositives, trueNegatives, falseNegatives);
  }

  public byte[] toBytes() {
    return new PackedOutput(FORMAT)
        .count(truePositives)
        .count(falsePositives)
        .count(trueNegatives)
        .count(falseNegatives)
        .toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it could not have written that
   */
  public static ConfusionCounts fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("confusion counts", bytes, FORMAT);
    ConfusionCounts read = new ConfusionCounts(in.count(), in.count(), in.count(), in.count());
    in.end();
    return read;
  }
}
