// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.quality;

import io.ratchet.stats.Moments;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import io.ratchet.stats.sketch.PackedInput;
import io.ratchet.stats.sketch.PackedOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scores of a two-class model beside what turned out, in {@value #BINS} bins of equal width: how
 * well scores rank and how well they are meant.
 *
 * <p>Ranking is exact but for scores of the same bin, which count as ties. The log loss and Brier's
 * score are summed exactly. Merges without loss. Mutable, for one thread at a time.
 */
public final class ScoreHistogram {

  /** The number of bins. */
  public static final int BINS = 1000;

  /** What a score is kept away from 0 and 1 by in the logarithm, as is usual. */
  public static final double LEAST_CHANCE = 1e-15;

  private static final int FORMAT = 1;
  private static final long MOST = 1L << 50;

  private final long[] positives;
  private final long[] negatives;
  private Moments logLoss;
  private Moments brier;

  public ScoreHistogram() {
    this(new long[BINS], new long[BINS], Moments.EMPTY, Moments.EMPTY);
  }

  private ScoreHistogram(long[] positives, long[] negatives, Moments logLoss, Moments brier) {
    this.positives = positives;
    this.negatives = negatives;
    this.logLoss = logLoss;
    this.brier = brier;
  }

  /** The bin of a score from 0 to 1. */
  static int bin(double score) {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("not a score from 0 to 1: " + score);
    }
    return Math.min(BINS - 1, (int) (score * BINS));
  }

  /** The middle of a bin. */
  static double middle(int bin) {
    return (bin + 0.5) / BINS;
  }

  public void add(double score, boolean positive) {
    int bin = bin(score);
    (positive ? positives : negatives)[bin]++;
    double chance = Math.clamp(positive ? score : 1 - score, LEAST_CHANCE, 1 - LEAST_CHANCE);
    logLoss = logLoss.plus(-Math.log(chance));
    double missed = score - (positive ? 1 : 0);
    brier = brier.plus(missed * missed);
  }

  public void add(ScoreHistogram other) {
    for (int bin = 0; bin < BINS; bin++) {
      positives[bin] = Math.addExact(positives[bin], other.positives[bin]);
      negatives[bin] = Math.addExact(negatives[bin], other.negatives[bin]);
    }
    logLoss = logLoss.plus(other.logLoss);
    brier = brier.plus(other.brier);
  }

  public long positives() {
    return Arrays.stream(positives).sum();
  }

  public long negatives() {
    return Arrays.stream(negatives).sum();
  }

  long positives(int bin) {
    return positives[bin];
  }

  long negatives(int bin) {
    return negatives[bin];
  }

  /** {@code -ln(chance given to what happened)} of all, with their spread. */
  public Moments logLoss() {
    return logLoss;
  }

  /** {@code (score - outcome)^2} of all, with their spread: Brier, Monthly Weather Review, 1950. */
  public Moments brier() {
    return brier;
  }

  /**
   * The chance that a positive has the higher score, ties as half, and its standard error.
   *
   * <p>Mann and Whitney's U over pairs; the variance from the spread of each observation's share of
   * pairs won: DeLong, DeLong and Clarke-Pearson, "Comparing the Areas under Two or More Correlated
   * Receiver Operating Characteristic Curves", Biometrics 44 (1988), equation 3.
   */
  public Result<QualityEstimate> ranking() {
    double p = positives();
    double q = negatives();
    if (p < 2 || q < 2) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "two positives and two negatives are needed, there are %d and %d"
              .formatted(positives(), negatives()));
    }
    double lowerNegatives = 0;
    double lowerPositives = 0;
    Moments won = Moments.EMPTY;
    Moments lost = Moments.EMPTY;
    for (int bin = 0; bin < BINS; bin++) {
      double share = (lowerNegatives + negatives[bin] / 2.0) / q;
      won = won.plus(repeated(positives[bin], share));
      double above = (p - lowerPositives - positives[bin] / 2.0) / p;
      lost = lost.plus(repeated(negatives[bin], above));
      lowerNegatives += negatives[bin];
      lowerPositives += positives[bin];
    }
    double variance = won.varianceOfMean() + lost.varianceOfMean();
    return Result.computed(new QualityEstimate(won.mean(), Math.sqrt(variance)));
  }

  private static Moments repeated(long times, double value) {
    return times == 0 ? Moments.EMPTY : new Moments(times, value, 0);
  }

  /**
   * Scores of a range, and how often what they are the chance of happened.
   *
   * @param score their mean, to half a bin
   */
  public record CalibrationRow(double from, double to, double score, Proportion outcome) {}

  /** The calibration in ranges of equal width; those without scores are left out. */
  public List<CalibrationRow> calibration(int ranges) {
    if (ranges < 1 || BINS % ranges != 0) {
      throw new IllegalArgumentException("not a divisor of %d: %d".formatted(BINS, ranges));
    }
    int width = BINS / ranges;
    List<CalibrationRow> rows = new ArrayList<>();
    for (int first = 0; first < BINS; first += width) {
      long happened = 0;
      long all = 0;
      double sum = 0;
      for (int bin = first; bin < first + width; bin++) {
        long here = positives[bin] + negatives[bin];
        happened += positives[bin];
        all += here;
        sum += here * middle(bin);
      }
      if (all > 0) {
        double from = (double) first / BINS;
        double to = (double) (first + width) / BINS;
        rows.add(new CalibrationRow(from, to, sum / all, new Proportion(happened, all)));
      }
    }
    return rows;
  }

  /**
   * The expected calibration error: the mean distance of score and outcome over ten ranges, each by
   * its share. Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities Using
   * Bayesian Binning", AAAI 2015. It is above zero by noise alone, about {@code sqrt(ranges / n)}
   * times a third.
   */
  public Result<Double> calibrationError() {
    long all = positives() + negatives();
    if (all == 0) {
      return Result.degenerate(Result.Reason.TOO_FEW_OBSERVATIONS, "there are no scores yet");
    }
    double sum = 0;
    for (CalibrationRow row : calibration(10)) {
      sum += row.outcome().trials() * Math.abs(row.score() - row.outcome().rate());
    }
    return Result.computed(sum / all);
  }

  public byte[] toBytes() {
    PackedOutput out = new PackedOutput(FORMAT).counts(positives).counts(negatives);
    for (Moments moments : List.of(logLoss, brier)) {
      out.number(moments.mean()).number(moments.m2());
    }
    return out.toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it could not have written that
   */
  public static ScoreHistogram fromBytes(byte[] bytes) {
    PackedInput in = new PackedInput("a histogram of scores", bytes, FORMAT);
    long[] positives = in.counts(BINS);
    long[] negatives = in.counts(BINS);
    in.require(positives.length == BINS && negatives.length == BINS, "it has other bins");
    long most = Math.max(Arrays.stream(positives).max().orElse(0), 0);
    most = Math.max(most, Arrays.stream(negatives).max().orElse(0));
    in.require(most <= MOST, "it has too many scores");
    long all = Arrays.stream(positives).sum() + Arrays.stream(negatives).sum();
    Moments logLoss = new Moments(all, in.number(), in.number());
    Moments brier = new Moments(all, in.number(), in.number());
    in.end();
    return new ScoreHistogram(positives, negatives, logLoss, brier);
  }
}
