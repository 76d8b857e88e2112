// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.stats.Moments;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.sketch.QuantileSample;

/** What one metric of one arm adds up to, in stored units; mergeable, one unit at a time. */
public sealed interface Sums {
  /** The units that had an observation. */
  long units();

  /**
   * For a {@link Measure.Mean}.
   *
   * @param observations calls that had a value
   * @param total their sum
   * @param unitMeans of the units' means
   */
  record Means(long observations, double total, Moments unitMeans) implements Sums {
    public static final Means NOTHING = new Means(0, 0, Moments.EMPTY);

    @Override
    public long units() {
      return unitMeans.n();
    }

    /** Whether every unit has one observation, so that outcomes are plain trials. */
    boolean isSingle() {
      return observations == unitMeans.n();
    }
  }

  /** For a {@link Measure.Ratio}: both sources of each unit that had a call. */
  record Pairs(PairedMoments pairs) implements Sums {
    @Override
    public long units() {
      return pairs.n();
    }
  }

  /** For a {@link Measure.Quantile}. */
  record Ranks(QuantileSample sample) implements Sums {
    @Override
    public long units() {
      return sample.units().n();
    }
  }
}
