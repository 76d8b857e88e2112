// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.stats.Moments;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Measure;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Source;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is true in one scenario.
 *
 * @param name as it is shown
 * @param changes by metric; what is not named does not change
 * @param variant the treatment that they are of; null for every treatment
 */
record Truth(String name, Map<Metric, Change> changes, @Nullable String variant) {
  Truth {
    changes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(changes));
  }

  /** What a treatment like this deserves. */
  enum Merit {
    /** It is as the control. */
    NO_DIFFERENCE,
    /** It is better in a success metric, and breaks nothing. */
    BETTER,
    /** It is worse in a success metric, or breaks a guardrail. */
    WORSE,
    /** It is neither: what changes does not decide. */
    NEUTRAL
  }

  static Truth noDifference() {
    return new Truth("no difference", Map.of(), null);
  }

  boolean isNone() {
    return changes.values().stream().allMatch(Change::isNone);
  }

  /** Whether a treatment is changed. */
  boolean isOf(String treatment) {
    return variant == null || variant.equals(treatment);
  }

  Merit merit(Plan plan, Population population) {
    if (isNone()) {
      return Merit.NO_DIFFERENCE;
    }
    boolean better = false;
    for (Goal goal : plan.goals()) {
      Moments moments = population.moments(goal.metric()).asOptional().orElse(null);
      if (moments == null) {
        continue;
      }
      double change = change(goal.metric()).absolute(moments.mean());
      double gain = goal.metric().higherIsBetter() ? change : -change;
      double margin =
          goal.isRelative()
              ? goal.margin() * Math.abs(moments.mean())
              : goal.margin() / goal.metric().scale();
      switch (goal.role()) {
        case SUCCESS -> {
          if (gain < Math.min(0, margin)) {
            return Merit.WORSE;
          }
          better |= gain > 0;
        }
        case GUARDRAIL -> {
          if (-gain > margin) {
            return Merit.WORSE;
          }
        }
        case INFORMATION -> {}
      }
    }
    return better ? Merit.BETTER : Merit.NEUTRAL;
  }

  Change change(Metric metric) {
    return changes.getOrDefault(metric, Change.NONE);
  }

  /** How each source changes, by its key. */
  Map<String, Shift> shifts(Population population) {
    Map<String, Shift> shifts = new LinkedHashMap<>();
    changes.forEach((metric, change) -> {
      Source source = changed(metric);
      population
          .column(source)
          .ifPresent(column ->
              shifts.put(source.key(), shift(metric, source, change, column, population)));
    });
    return shifts;
  }

  /** The source through which a metric changes. */
  static Source changed(Metric metric) {
    return switch (metric.measure()) {
      case Measure.Mean(Source source, _) -> source;
      case Measure.Ratio(Source top, _) -> top;
      case Measure.Quantile(Source source, _) -> source;
    };
  }

  private static Shift shift(
      Metric metric, Source source, Change change, Column column, Population population) {
    if (change.isNone()) {
      return new Shift.None();
    }
    double mean = column.mean();
    double figure = population.moments(metric).map(Moments::mean).asOptional().orElse(mean);
    boolean isSuccess = source.key().equals(Source.SUCCESS.key());
    if (metric.isRate() || isSuccess) {
      double absolute = metric.isRate() ? change.absolute(mean) : change.relative(figure) * mean;
      double room = absolute >= 0 ? 1 - mean : mean;
      double share = room == 0 ? 0 : Math.clamp(absolute / room, -1, 1);
      return isSuccess ? new Shift.Flipped(share) : new Shift.Drawn(share);
    }
    boolean scales = source.scoreName() == null && figure != 0;
    return scales
        ? new Shift.Factor(Math.max(0, 1 + change.relative(figure)))
        : new Shift.Added(
            source.scoreName() == null
                ? Math.max(0, change.absolute(figure))
                : change.absolute(figure));
  }
}
