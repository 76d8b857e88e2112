// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.stats.Moments;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.ClusteredQuantile;
import io.ratchet.stats.fixed.Ratio;
import io.ratchet.stats.sketch.QuantileSample;
import io.ratchet.verdict.Measure;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The units that may come, under the control: what each one's calls add up to, joint as it was.
 *
 * @param columns by the key of their source, all of as many units; a source of which nothing is
 *     known is absent
 * @param recorded keys of the columns that were recorded; the others were assumed
 */
record Population(int units, Map<String, Column> columns, List<String> recorded) {
  Population {
    columns = Map.copyOf(columns);
    recorded = List.copyOf(recorded);
  }

  Optional<Column> column(Source source) {
    return Optional.ofNullable(columns.get(source.key()));
  }

  boolean isKnown(Metric metric) {
    return metric.measure().sources().stream().allMatch(one -> columns.containsKey(one.key()));
  }

  boolean isRecorded(Metric metric) {
    return metric.measure().sources().stream().allMatch(one -> recorded.contains(one.key()));
  }

  /** The metric's figure and the variance of one unit, as moments of all of them. */
  Result<Moments> moments(Metric metric) {
    if (!isKnown(metric)) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS, "nothing is known of " + metric.name());
    }
    return switch (metric.measure()) {
      case Measure.Mean(Source source, Double absent) -> means(columns.get(source.key()), absent);
      case Measure.Ratio(Source top, Source bottom) ->
          ratio(columns.get(top.key()), columns.get(bottom.key()));
      case Measure.Quantile(Source source, double level) ->
          quantile(columns.get(source.key()), level);
    };
  }

  private static Result<Moments> means(@Nullable Column column, @Nullable Double absent) {
    Moments moments = Moments.EMPTY;
    for (int unit = 0; column != null && unit < column.units(); unit++) {
      int n = column.count(unit);
      if (n > 0 || absent != null) {
        double value = n > 0 ? column.total(unit) / n : absent == null ? 0 : absent;
        moments = moments.plus(value);
      }
    }
    return moments.n() < 2
        ? Result.degenerate(
            Result.Reason.TOO_FEW_OBSERVATIONS,
            "of %d units nothing follows".formatted(moments.n()))
        : Result.computed(moments);
  }

  private static Result<Moments> ratio(@Nullable Column top, @Nullable Column bottom) {
    PairedMoments pairs = PairedMoments.EMPTY;
    if (top != null && bottom != null) {
      for (int unit = 0; unit < top.units(); unit++) {
        pairs = pairs.plus(top.total(unit), bottom.total(unit));
      }
    }
    return Ratio.of(pairs);
  }

  private static Result<Moments> quantile(@Nullable Column column, double level) {
    List<double[]> values = new ArrayList<>();
    for (int unit = 0; column != null && unit < column.units(); unit++) {
      if (column.count(unit) > 0) {
        values.add(column.values(unit));
      }
    }
    return ClusteredQuantile.of(QuantileSample.of(level, values));
  }
}
