// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Fields;
import io.ratchet.verdict.Measure;
import io.ratchet.verdict.Metric;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is measured: something known by its name, a score that calls or feedback carry, or the
 * ratio of two.
 */
final class MetricReader {
  private static final int NAME_LENGTH = 64;
  private static final double HUGE = 1e15;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(90);
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

  private MetricReader() {}

  /** A metric by its name alone. */
  static @Nullable Metric named(Fields fields, String field, String direction) {
    String name = name(fields, field);
    boolean higher = higher(fields, direction);
    return name == null ? null : known(fields, direction, Metric.named(name, higher));
  }

  /** What is known has a direction of its own. */
  private static Metric known(Fields fields, String direction, Metric metric) {
    String said = fields.text(direction, NAME_LENGTH);
    String own = metric.higherIsBetter() ? "higher" : "lower";
    if (Metric.isBuiltIn(metric.name()) && said != null && !said.equals(own)) {
      fields.problem(direction, "of " + metric.name() + " can only be " + own, said);
    }
    return metric;
  }

  private static @Nullable String name(Fields fields, String field) {
    String name = fields.text(field, NAME_LENGTH);
    if (name != null && !NAME.matcher(name).matches()) {
      fields.problem(
          field,
          "must be success_rate, completeness, latency_ms, latency_p95, cost_usd, tokens or a score",
          name);
      return null;
    }
    return name;
  }

  private static boolean higher(Fields fields, String field) {
    String direction = fields.text(field, NAME_LENGTH);
    if (direction != null && !direction.equals("higher") && !direction.equals("lower")) {
      fields.problem(field, "must be higher or lower, whichever is better", direction);
    }
    return !"lower".equals(direction);
  }

  /** A metric as an object declares it; null where it is faulty. */
  static @Nullable Metric read(Fields fields) {
    fields.requiredText("metric", NAME_LENGTH);
    String name = name(fields, "metric");
    boolean higher = higher(fields, "direction");
    String top = name(fields, "numerator");
    String bottom = name(fields, "denominator");
    Duration window = fields.duration("attribution_window", SHORTEST, LONGEST);
    Double absent = fields.number("absent", -HUGE, HUGE);
    if (name == null) {
      return null;
    }
    if ((top == null) != (bottom == null)) {
      fields.problem("numerator", "goes with a denominator", top == null ? bottom : top);
      return null;
    }
    if (top != null && bottom != null) {
      return ratio(fields, name, top, bottom, higher, window);
    }
    Metric metric = known(fields, "direction", Metric.named(name, higher));
    if (absent != null && metric.isRate() && !(absent >= 0 && absent <= 1)) {
      fields.problem("absent", "must be from 0 to 1 for " + name, absent);
    }
    if (absent != null && (window == null || !(metric.measure() instanceof Measure.Mean))) {
      fields.problem(
          "absent", "goes with an attribution_window of a metric that is a mean", absent);
    }
    return window == null ? metric : metric.within(window, absent);
  }

  private static @Nullable Metric ratio(
      Fields fields,
      String name,
      String top,
      String bottom,
      boolean higher,
      @Nullable Duration window) {
    if (Metric.isBuiltIn(name)) {
      fields.problem("metric", "has a meaning already; name the ratio otherwise", name);
      return null;
    }
    if (!isMean(top) || !isMean(bottom)) {
      fields.problem("numerator", "and denominator must be means or calls", top + "/" + bottom);
      return null;
    }
    Metric ratio = Metric.ratio(name, top, bottom, higher);
    return window == null ? ratio : ratio.within(window, null);
  }

  private static boolean isMean(String name) {
    return Metric.named(name, true).measure() instanceof Measure.Mean;
  }
}
