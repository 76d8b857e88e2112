// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.stats.Moments;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.sketch.LogHistogram;
import io.ratchet.stats.sketch.QuantileSample;
import io.ratchet.verdict.Measure;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Source;
import io.ratchet.verdict.Sums;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds one metric of one arm up as units come; one thread. */
sealed interface Meter {
  void add(Drawing unit);

  Sums sums();

  /** A meter of a metric, of sources that a drawing has in this order. */
  static Meter of(Metric metric, List<String> sources) {
    return switch (metric.measure()) {
      case Measure.Mean(Source source, Double absent) ->
          new OfMeans(sources.indexOf(source.key()), absent);
      case Measure.Ratio(Source top, Source bottom) ->
          new OfPairs(sources.indexOf(top.key()), sources.indexOf(bottom.key()));
      case Measure.Quantile(Source source, double level) ->
          new OfRanks(sources.indexOf(source.key()), level);
    };
  }

  /** Means over units. */
  final class OfMeans implements Meter {
    private final int source;
    private final double absent;
    private final boolean countsAbsent;
    private long observations;
    private double total;
    private long units;
    private double sum;
    private double squares;

    OfMeans(int source, @Nullable Double absent) {
      this.source = source;
      this.countsAbsent = absent != null;
      this.absent = absent == null ? 0 : absent;
    }

    @Override
    public void add(Drawing unit) {
      int n = unit.count(source);
      if (n == 0 && !countsAbsent) {
        return;
      }
      double all = n == 0 ? absent : unit.total(source);
      double mean = n <= 1 ? all : all / n;
      observations += Math.max(1, n);
      total += all;
      units++;
      sum += mean;
      squares += mean * mean;
    }

    Moments moments() {
      return Moments.ofSums(units, sum, squares);
    }

    @Override
    public Sums sums() {
      return new Sums.Means(observations, total, moments());
    }
  }

  /** Ratios of sums. */
  final class OfPairs implements Meter {
    private final int top;
    private final int bottom;
    private long units;
    private double x;
    private double xx;
    private double y;
    private double yy;
    private double xy;

    OfPairs(int top, int bottom) {
      this.top = top;
      this.bottom = bottom;
    }

    @Override
    public void add(Drawing unit) {
      double above = unit.total(top);
      double below = unit.total(bottom);
      units++;
      x += above;
      xx += above * above;
      y += below;
      yy += below * below;
      xy += above * below;
    }

    @Override
    public Sums sums() {
      return new Sums.Pairs(PairedMoments.ofSums(units, x, xx, y, yy, xy));
    }
  }

  /** Quantiles of values, kept as the buckets of a histogram, unit by unit. */
  final class OfRanks implements Meter {
    private static final int START = 256;
    private final int source;
    private final double level;
    private final LogHistogram histogram = new LogHistogram();
    private int[] buckets = new int[START];
    private int[] ends = new int[START];
    private int values;
    private int units;

    OfRanks(int source, double level) {
      this.source = source;
      this.level = level;
    }

    @Override
    public void add(Drawing unit) {
      int n = unit.count(source);
      if (n == 0) {
        return;
      }
      if (values + n > buckets.length) {
        buckets = Arrays.copyOf(buckets, Math.max(values + n, 2 * buckets.length));
      }
      for (int i = 0; i < n; i++) {
        double value = unit.value(source, i);
        histogram.record(value, 1);
        buckets[values++] = LogHistogram.bucketOf(value);
      }
      if (units == ends.length) {
        ends = Arrays.copyOf(ends, 2 * units);
      }
      ends[units++] = values;
    }

    @Override
    public Sums sums() {
      if (units == 0) {
        return new Sums.Ranks(QuantileSample.of(level, List.of()));
      }
      int bucket = LogHistogram.bucketOf(histogram.quantile(level).orElseThrow());
      double x = 0;
      double xx = 0;
      double yy = 0;
      double xy = 0;
      int from = 0;
      for (int unit = 0; unit < units; unit++) {
        int below = 0;
        for (int i = from; i < ends[unit]; i++) {
          below += buckets[i] <= bucket ? 1 : 0;
        }
        double all = ends[unit] - from;
        from = ends[unit];
        x += below;
        xx += (double) below * below;
        yy += all * all;
        xy += below * all;
      }
      PairedMoments counts = PairedMoments.ofSums(units, x, xx, values, yy, xy);
      return new Sums.Ranks(QuantileSample.of(level, histogram, counts));
    }
  }
}
