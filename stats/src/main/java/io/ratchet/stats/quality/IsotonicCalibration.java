// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.quality;

import io.ratchet.stats.Result;
import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import java.util.Arrays;

/**
 * What chance a score stands for, learned from scores whose outcome is known: the best function
 * that never falls.
 *
 * <p>Least squares by pooling adjacent violators: Ayer et al., "An Empirical Distribution Function
 * for Sampling with Incomplete Information", Annals of Mathematical Statistics 26 (1955); for
 * calibration Zadrozny and Elkan, "Transforming Classifier Scores into Accurate Multiclass
 * Probability Estimates", KDD 2002. Straight lines between the pools' ends. Learned from bins of
 * {@link ScoreHistogram}.
 */
public final class IsotonicCalibration {

  /** The fewest outcomes that anything is learned from. */
  public static final long FEWEST = 100;

  private static final int FORMAT = 1;

  private final double[] scores;
  private final double[] chances;

  private IsotonicCalibration(double[] scores, double[] chances) {
    this.scores = scores;
    this.chances = chances;
  }

  public static Result<IsotonicCalibration> of(ScoreHistogram labelled) {
    if (labelled.positives() + labelled.negatives() < FEWEST) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "%d outcomes are needed to calibrate, there are %d"
              .formatted(FEWEST, labelled.positives() + labelled.negatives()));
    }
    Pools pools = new Pools();
    for (int bin = 0; bin < ScoreHistogram.BINS; bin++) {
      double weight = (double) labelled.positives(bin) + labelled.negatives(bin);
      if (weight > 0) {
        pools.add(ScoreHistogram.middle(bin), (double) labelled.positives(bin), weight);
      }
    }
    return Result.computed(pools.calibration());
  }

  /** Pools of adjacent bins whose rates rise. */
  private static final class Pools {
    private final double[] first = new double[ScoreHistogram.BINS];
    private final double[] last = new double[ScoreHistogram.BINS];
    private final double[] positives = new double[ScoreHistogram.BINS];
    private final double[] weights = new double[ScoreHistogram.BINS];
    private int size;

    void add(double score, double positive, double weight) {
      first[size] = score;
      last[size] = score;
      positives[size] = positive;
      weights[size++] = weight;
      while (size > 1 && rate(size - 2) >= rate(size - 1)) {
        size--;
        last[size - 1] = last[size];
        positives[size - 1] += positives[size];
        weights[size - 1] += weights[size];
      }
    }

    double rate(int pool) {
      return positives[pool] / weights[pool];
    }

    IsotonicCalibration calibration() {
      double[] scores = new double[2 * size];
      double[] chances = new double[2 * size];
      int points = 0;
      for (int pool = 0; pool < size; pool++) {
        scores[points] = first[pool];
        chances[points++] = rate(pool);
        if (last[pool] > first[pool]) {
          scores[points] = last[pool];
          chances[points++] = rate(pool);
        }
      }
      return new IsotonicCalibration(Arrays.copyOf(scores, points), Arrays.copyOf(chances, points));
    }
  }

  /** The chance that a score stands for. */
  public double chance(double score) {
    int found = Arrays.binarySearch(scores, score);
    int next = found >= 0 ? found : -found - 1;
    if (found >= 0 || next == 0) {
      return chances[next];
    }
    if (next == scores.length) {
      return chances[next - 1];
    }
    double share = (score - scores[next - 1]) / (scores[next] - scores[next - 1]);
    return chances[next - 1] + share * (chances[next] - chances[next - 1]);
  }

  public byte[] toBytes() {
    return new PackedOutput(FORMAT).numbers(scores).numbers(chances).toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it could not have written that
   */
  public static IsotonicCalibration fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("a calibration", bytes, FORMAT);
    double[] scores = in.numbers(2 * ScoreHistogram.BINS);
    double[] chances = in.numbers(2 * ScoreHistogram.BINS);
    in.end();
    in.require(scores.length > 0 && scores.length == chances.length, "its points disagree");
    for (int i = 0; i < scores.length; i++) {
      in.require(chances[i] >= 0 && chances[i] <= 1, "a chance is none");
      boolean rises = i == 0 || (scores[i] > scores[i - 1] && chances[i] >= chances[i - 1]);
      in.require(rises, "it falls");
    }
    return new IsotonicCalibration(scores, chances);
  }
}
