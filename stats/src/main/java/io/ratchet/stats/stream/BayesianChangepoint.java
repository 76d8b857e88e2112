// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.stream;

import java.util.Arrays;

/**
 * Weighs how long ago the mean last changed, and signals when that was most likely not before the
 * first value.
 *
 * <p>Adams and MacKay, "Bayesian Online Changepoint Detection" (2007), algorithm 1, for normal
 * values of known variance whose mean has a normal prior, with a constant chance of a change at
 * each value, the hazard. Run lengths {@value #NEGLIGIBLE} times as likely as the likeliest are let
 * go, so that a value costs as much as there are candidates left.
 */
public final class BayesianChangepoint implements StreamDetector {
  private static final double NEGLIGIBLE = 1e-15;

  private final long fewest;
  private final double priorMean;
  private final double priorVariance;
  private final double variance;
  private final double hazard;
  private double[] logs = new double[1];
  private double[] means = new double[1];
  private double[] precisions = new double[1];
  private long n;
  private boolean drifted;

  /** From that many values on, for this prior of the mean, variance of values and hazard. */
  public BayesianChangepoint(
      long fewest, double priorMean, double priorVariance, double variance, double hazard) {
    boolean spread = priorVariance > 0 && variance > 0;
    if (!spread || !(hazard > 0 && hazard < 1) || !Double.isFinite(priorMean)) {
      throw new IllegalArgumentException(
          "not a model: %s, %s, %s, %s".formatted(priorMean, priorVariance, variance, hazard));
    }
    this.fewest = fewest;
    this.priorMean = priorMean;
    this.priorVariance = priorVariance;
    this.variance = variance;
    this.hazard = hazard;
    restart();
  }

  /** How many run lengths are still considered. */
  int runs() {
    return logs.length;
  }

  private void restart() {
    logs = new double[] {0};
    means = new double[] {priorMean};
    precisions = new double[] {1 / priorVariance};
    n = 0;
  }

  @Override
  public Signal update(double value) {
    StreamDetector.finite(value);
    if (drifted) {
      restart();
    }
    n++;
    int runs = logs.length;
    double[] nextLogs = new double[runs + 1];
    double[] nextMeans = new double[runs + 1];
    double[] nextPrecisions = new double[runs + 1];
    nextMeans[0] = priorMean;
    nextPrecisions[0] = 1 / priorVariance;
    for (int run = 0; run < runs; run++) {
      double spread = 1 / precisions[run] + variance;
      double missed = value - means[run];
      double joint = logs[run] - (missed * missed / spread + Math.log(spread)) / 2;
      nextLogs[run + 1] = joint;
      nextPrecisions[run + 1] = precisions[run] + 1 / variance;
      nextMeans[run + 1] =
          (means[run] * precisions[run] + value / variance) / nextPrecisions[run + 1];
    }
    double largest = Arrays.stream(nextLogs, 1, runs + 1).max().orElseThrow();
    double sum = 0;
    for (int run = 1; run <= runs; run++) {
      sum += Math.exp(nextLogs[run] - largest);
      nextLogs[run] += Math.log(1 - hazard) - largest;
    }
    nextLogs[0] = Math.log(sum) + Math.log(hazard);
    keep(nextLogs, nextMeans, nextPrecisions);
    drifted = n >= fewest && !longestIsLikeliest();
    return drifted ? Signal.DRIFT : Signal.NONE;
  }

  /** Keeps the runs that are likely enough, and always the longest. */
  private void keep(double[] nextLogs, double[] nextMeans, double[] nextPrecisions) {
    double least = Arrays.stream(nextLogs).max().orElseThrow() + Math.log(NEGLIGIBLE);
    int kept = 0;
    for (int run = 0; run < nextLogs.length; run++) {
      if (nextLogs[run] >= least || run == nextLogs.length - 1) {
        nextLogs[kept] = nextLogs[run];
        nextMeans[kept] = nextMeans[run];
        nextPrecisions[kept++] = nextPrecisions[run];
      }
    }
    logs = Arrays.copyOf(nextLogs, kept);
    means = Arrays.copyOf(nextMeans, kept);
    precisions = Arrays.copyOf(nextPrecisions, kept);
  }

  private boolean longestIsLikeliest() {
    double longest = logs[logs.length - 1];
    return Arrays.stream(logs).allMatch(log -> log <= longest);
  }
}
