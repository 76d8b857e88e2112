// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import io.ratchet.stats.sketch.LogHistogram;
import io.ratchet.stats.sketch.QuantileSample;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Latencies of units with several calls each, which resemble each other the more the spread. */
public final class Clusters {
  private final double spread;
  private final LogHistogram histogram = new LogHistogram();
  private final List<double[]> units = new ArrayList<>();

  /** Calls are lognormal with deviation 1 around their unit, and units with this one. */
  public Clusters(double spread) {
    this.spread = spread;
  }

  /** The quantile that all the calls have. */
  public static double quantile(double share, double spread) {
    double z = new ReferenceDistribution.Normal().critical(1 - share);
    return Math.exp(z * Math.sqrt(1 + spread * spread));
  }

  /** Adds so many units with up to this many calls each. */
  public Clusters add(RandomGenerator random, int count, int mostCalls) {
    for (int i = 0; i < count; i++) {
      double[] calls = new double[1 + random.nextInt(mostCalls)];
      double own = spread * random.nextGaussian();
      for (int call = 0; call < calls.length; call++) {
        calls[call] = Math.exp(own + random.nextGaussian());
        histogram.record(calls[call]);
      }
      units.add(calls);
    }
    return this;
  }

  public QuantileSample exact(double share) {
    return QuantileSample.of(share, units);
  }

  /** From the sketch and the sums of what each unit has at or below the estimate. */
  public QuantileSample sketched(double share) {
    double estimate = histogram.quantile(share).orElse(0);
    double[] sums = new double[5];
    for (double[] calls : units) {
      double below = 0;
      for (double call : calls) {
        below += call <= estimate ? 1 : 0;
      }
      sums[0] += below;
      sums[1] += below * below;
      sums[2] += calls.length;
      sums[3] += calls.length * (double) calls.length;
      sums[4] += below * calls.length;
    }
    PairedMoments counts =
        PairedMoments.ofSums(units.size(), sums[0], sums[1], sums[2], sums[3], sums[4]);
    return QuantileSample.of(share, histogram, counts);
  }
}
