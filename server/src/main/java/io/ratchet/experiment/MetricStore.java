// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.experiment.ArmStore.Cell;
import io.ratchet.experiment.ArmStore.Dimension;
import io.ratchet.stats.Moments;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.sketch.LogHistogram;
import io.ratchet.stats.sketch.QuantileSample;
import io.ratchet.verdict.AnalysisPolicy;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Measure;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Source;
import io.ratchet.verdict.Sums;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads the sums of the metrics of one experiment at one moment, cell by cell. */
final class MetricStore {
  private static final String EXPOSED =
      """
      JOIN exposure e ON e.experiment = s.experiment AND e.unit = s.unit
        AND e.variant = s.variant AND e.time <= :before
      """;

  private final Handle handle;
  private final String id;
  private final Dimension dimension;
  private final Instant now;
  private final Map<Cell, Map<Metric, Sums>> sums = new HashMap<>();

  MetricStore(Handle handle, String id, Dimension dimension, Instant now) {
    this.handle = handle;
    this.id = id;
    this.dimension = dimension;
    this.now = now;
  }

  Map<Cell, Map<Metric, Sums>> sums(Plan plan) {
    Map<String, Metric> plain = new HashMap<>();
    plain.put(Source.CALLS.stored(), Metric.CALLS);
    for (Goal goal : AnalysisPolicy.goals(plan)) {
      Metric metric = goal.metric();
      switch (metric.measure()) {
        case Measure.Mean(Source source, Double absent) -> {
          if (source.window() == null) {
            plain.put(source.stored(), metric);
          } else {
            closed(metric, source, absent);
          }
        }
        case Measure.Ratio(Source top, Source bottom) -> pairs(metric, top, bottom);
        case Measure.Quantile(Source source, double level) -> ranks(metric, source, level);
      }
    }
    means(null)
        .forEach((at, means) -> {
          Metric metric = plain.get(at.metric());
          if (metric != null) {
            put(at.cell(), metric, means);
          }
        });
    return sums;
  }

  private void put(Cell cell, Metric metric, Sums found) {
    sums.computeIfAbsent(cell, _ -> new HashMap<>()).put(metric, found);
  }

  /** The moment by which a unit must have been seen for its window to be closed; null for none. */
  private @Nullable Instant before(Source source) {
    Duration window = source.window();
    return window == null ? null : now.minus(window);
  }

  /** One stored metric of one cell. */
  private record At(Cell cell, String metric) {}

  /** The moments of the units' means, of units that were first seen by then; null for all. */
  private Map<At, Sums.Means> means(@Nullable Instant before) {
    boolean plain = dimension == Dimension.NONE && before == null;
    Map<At, Sums.Means> means = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT %s AS cohort, s.variant AS variant, s.metric AS metric, COUNT(*) AS units,
              SUM(s.n) AS n, SUM(s.total) AS total, SUM(s.total / s.n) AS means,
              SUM((s.total / s.n) * (s.total / s.n)) AS squares
            FROM experiment_sum s %s
            WHERE s.experiment = :experiment
            GROUP BY 1, s.variant, s.metric
            """
                .formatted(plain ? "''" : dimension.column, plain ? "" : EXPOSED))
        .bind("experiment", id)
        .bindMap(plain ? Map.of() : Map.of("before", ArmStore.millis(before)))
        .map((row, _) ->
            means.put(
                new At(
                    new Cell(row.getString("cohort"), row.getString("variant")),
                    row.getString("metric")),
                new Sums.Means(
                    row.getLong("n"),
                    row.getDouble("total"),
                    Moments.ofSums(
                        row.getLong("units"), row.getDouble("means"), row.getDouble("squares")))))
        .list();
    return means;
  }

  /** Units whose window has closed; those without an observation count as what absence means. */
  private void closed(Metric metric, Source source, @Nullable Double absent) {
    Instant before = before(source);
    Map<At, Sums.Means> means = means(before);
    ArmStore.units(handle, id, dimension, before)
        .forEach((cell, exposed) -> {
          Sums.Means own = means.getOrDefault(new At(cell, source.stored()), Sums.Means.NOTHING);
          long silent = exposed - own.units();
          if (absent != null && silent > 0) {
            own =
                new Sums.Means(
                    own.observations() + silent,
                    own.total() + silent * absent,
                    own.unitMeans().plus(Moments.ofVariance(silent, absent, 0)));
          }
          put(cell, metric, own);
        });
  }

  /** Both sums of each unit that had a call; one that lacks a source has 0 of it. */
  private void pairs(Metric metric, Source top, Source bottom) {
    handle
        .createQuery(
            """
            SELECT cohort, variant, COUNT(*) AS units, SUM(x) AS x, SUM(x * x) AS xx, SUM(y) AS y,
              SUM(y * y) AS yy, SUM(x * y) AS xy
            FROM (
              SELECT %s AS cohort, s.variant AS variant, COALESCE(t.total, 0) AS x,
                COALESCE(b.total, 0) AS y
              FROM experiment_sum s %s
              LEFT JOIN experiment_sum t ON t.experiment = s.experiment AND t.unit = s.unit
                AND t.variant = s.variant AND t.metric = :top
              LEFT JOIN experiment_sum b ON b.experiment = s.experiment AND b.unit = s.unit
                AND b.variant = s.variant AND b.metric = :bottom
              WHERE s.experiment = :experiment AND s.metric = :calls) AS paired
            GROUP BY cohort, variant
            """
                .formatted(dimension.column, EXPOSED))
        .bind("experiment", id)
        .bind("before", ArmStore.millis(before(top)))
        .bind("calls", Source.CALLS.stored())
        .bind("top", top.stored())
        .bind("bottom", bottom.stored())
        .map((row, _) -> {
          put(
              new Cell(row.getString("cohort"), row.getString("variant")),
              metric,
              new Sums.Pairs(
                  PairedMoments.ofSums(
                      row.getLong("units"),
                      row.getDouble("x"),
                      row.getDouble("xx"),
                      row.getDouble("y"),
                      row.getDouble("yy"),
                      row.getDouble("xy"))));
          return row.getLong("units");
        })
        .list();
  }

  /** First the quantile of each cell from its buckets, then how each unit lies around it. */
  private void ranks(Metric metric, Source source, double level) {
    Map<Cell, LogHistogram> histograms = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT %s AS cohort, s.variant AS variant, s.bucket AS bucket, SUM(s.n) AS n
            FROM experiment_bucket s %s
            WHERE s.experiment = :experiment AND s.metric = :metric
            GROUP BY 1, s.variant, s.bucket
            """
                .formatted(dimension.column, EXPOSED))
        .bind("experiment", id)
        .bind("metric", source.stored())
        .bind("before", ArmStore.millis(before(source)))
        .map((row, _) -> {
          Cell cell = new Cell(row.getString("cohort"), row.getString("variant"));
          histograms
              .computeIfAbsent(cell, _ -> new LogHistogram())
              .record(LogHistogram.valueOf(row.getInt("bucket")), row.getLong("n"));
          return cell;
        })
        .list();
    histograms.forEach((cell, histogram) -> {
      int bucket = LogHistogram.bucketOf(histogram.quantile(level).orElseThrow());
      PairedMoments units = around(source, cell, bucket);
      put(cell, metric, new Sums.Ranks(QuantileSample.of(level, histogram, units)));
    });
  }

  /** Of each unit the calls at or below a bucket, and all of them. */
  private PairedMoments around(Source source, Cell cell, int bucket) {
    return handle
        .createQuery(
            """
            SELECT COUNT(*) AS units, SUM(x) AS x, SUM(x * x) AS xx, SUM(y) AS y,
              SUM(y * y) AS yy, SUM(x * y) AS xy
            FROM (
              SELECT SUM(CASE WHEN s.bucket <= :bucket THEN s.n ELSE 0 END) AS x, SUM(s.n) AS y
              FROM experiment_bucket s %s
              WHERE s.experiment = :experiment AND s.metric = :metric AND s.variant = :variant
                AND CAST(%s AS TEXT) = :cohort
              GROUP BY s.unit) AS counted
            """
                .formatted(EXPOSED, dimension.column))
        .bind("experiment", id)
        .bind("metric", source.stored())
        .bind("variant", cell.variant())
        .bind("cohort", cell.group())
        .bind("bucket", bucket)
        .bind("before", ArmStore.millis(before(source)))
        .map((row, _) ->
            PairedMoments.ofSums(
                row.getLong("units"),
                row.getDouble("x"),
                row.getDouble("xx"),
                row.getDouble("y"),
                row.getDouble("yy"),
                row.getDouble("xy")))
        .one();
  }
}
