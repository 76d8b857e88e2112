// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.quality;

import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import java.util.Arrays;

/**
 * Scores of a two-class model and what class it called, before anything is known of the truth, in
 * the bins of {@link ScoreHistogram}. Merges without loss. Mutable, for one thread at a time.
 */
public final class PredictedScores {
  private static final int FORMAT = 1;

  private final long[] positives;
  private final long[] negatives;

  public PredictedScores() {
    this(new long[ScoreHistogram.BINS], new long[ScoreHistogram.BINS]);
  }

  private PredictedScores(long[] positives, long[] negatives) {
    this.positives = positives;
    this.negatives = negatives;
  }

  /** Adds a score from 0 to 1 and the class that it was called. */
  public void add(double score, boolean calledPositive) {
    (calledPositive ? positives : negatives)[ScoreHistogram.bin(score)]++;
  }

  public void add(PredictedScores other) {
    for (int bin = 0; bin < positives.length; bin++) {
      positives[bin] = Math.addExact(positives[bin], other.positives[bin]);
      negatives[bin] = Math.addExact(negatives[bin], other.negatives[bin]);
    }
  }

  public long total() {
    return Arrays.stream(positives).sum() + Arrays.stream(negatives).sum();
  }

  /** How many of a bin were called positive. */
  long positives(int bin) {
    return positives[bin];
  }

  /** How many of a bin were called negative. */
  long negatives(int bin) {
    return negatives[bin];
  }

  public byte[] toBytes() {
    return new PackedOutput(FORMAT).counts(positives).counts(negatives).toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it could not have written that
   */
  public static PredictedScores fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("predicted scores", bytes, FORMAT);
    long[] positives = in.counts(ScoreHistogram.BINS);
    long[] negatives = in.counts(ScoreHistogram.BINS);
    in.end();
    boolean whole = positives.length == ScoreHistogram.BINS;
    in.require(whole && negatives.length == ScoreHistogram.BINS, "it has other bins");
    long most =
        Math.max(
            Arrays.stream(positives).max().orElse(0), Arrays.stream(negatives).max().orElse(0));
    in.require(most <= 1L << 50, "it has too many scores");
    return new PredictedScores(positives, negatives);
  }
}
