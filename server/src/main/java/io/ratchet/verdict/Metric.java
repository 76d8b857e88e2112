// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that is measured of an arm.
 *
 * @param name as it is written in requests and answers
 * @param scale what one stored unit is worth in shown units: micros to milliseconds, nanos to USD
 * @param isRate whether a unit's value lies between 0 and 1
 */
public record Metric(
    String name, Measure measure, double scale, boolean higherIsBetter, boolean isRate) {
  private static final double MILLIS = 1e-3;
  private static final double USD = 1e-9;

  /** Successes over successes and failures. */
  public static final Metric SUCCESS_RATE = mean("success_rate", Source.SUCCESS, 1, true, true);

  /** The share of the output schema that answers fill. */
  public static final Metric COMPLETENESS =
      mean("completeness", Source.COMPLETENESS, 1, true, true);

  /** From arrival to the last byte, in milliseconds. */
  public static final Metric LATENCY = mean("latency_ms", Source.LATENCY, MILLIS, false, false);

  /** What a call cost, in USD. */
  public static final Metric COST = mean("cost_usd", Source.COST, USD, false, false);

  /** Tokens in and out of a call. */
  public static final Metric TOKENS = mean("tokens", Source.TOKENS, 1, false, false);

  public static final Metric INPUT_TOKENS =
      mean("input_tokens", Source.INPUT_TOKENS, 1, false, false);
  public static final Metric OUTPUT_TOKENS =
      mean("output_tokens", Source.OUTPUT_TOKENS, 1, false, false);

  /** What a success cost, failures included, in USD. */
  public static final Metric COST_PER_SUCCESS =
      new Metric(
          "cost_per_success", new Measure.Ratio(Source.COST, Source.SUCCESS), USD, false, false);

  /** Calls themselves, to divide by. */
  public static final Metric CALLS = mean("calls", Source.CALLS, 1, true, false);

  /** Shown of every experiment, whether they decide or not. */
  static final List<Metric> SHOWN = List.of(SUCCESS_RATE, COMPLETENESS, LATENCY, COST);

  private static final Map<String, Metric> KNOWN =
      Map.ofEntries(
          Map.entry("success_rate", SUCCESS_RATE),
          Map.entry("success", SUCCESS_RATE),
          Map.entry("completeness", COMPLETENESS),
          Map.entry("field_completeness", COMPLETENESS),
          Map.entry("latency_ms", LATENCY),
          Map.entry("latency", LATENCY),
          Map.entry("time_ms", LATENCY),
          Map.entry("processing_time", LATENCY),
          Map.entry("latency_p50", latency("latency_p50", 0.5)),
          Map.entry("latency_p90", latency("latency_p90", 0.9)),
          Map.entry("latency_p95", latency("latency_p95", 0.95)),
          Map.entry("latency_p99", latency("latency_p99", 0.99)),
          Map.entry("cost_usd", COST),
          Map.entry("cost", COST),
          Map.entry("cost_per_request", COST),
          Map.entry("cost_per_success", COST_PER_SUCCESS),
          Map.entry("tokens", TOKENS),
          Map.entry("input_tokens", INPUT_TOKENS),
          Map.entry("output_tokens", OUTPUT_TOKENS));

  private static Metric mean(
      String name, Source source, double scale, boolean higherIsBetter, boolean isRate) {
    return new Metric(name, new Measure.Mean(source, null), scale, higherIsBetter, isRate);
  }

  private static Metric latency(String name, double level) {
    return new Metric(name, new Measure.Quantile(Source.LATENCY, level), MILLIS, false, false);
  }

  /** Any other name is a score that calls or feedback carry. */
  public static Metric named(String name, boolean higherIsBetter) {
    Metric known = KNOWN.get(name.toLowerCase(Locale.ROOT));
    return known == null ? mean(name, Source.score(name), 1, higherIsBetter, false) : known;
  }

  /**
   * The sum of one thing over the sum of another.
   *
   * @param numerator name of a metric that is a mean, or {@code calls}; so is {@code denominator}
   */
  public static Metric ratio(
      String name, String numerator, String denominator, boolean higherIsBetter) {
    Metric top = part(numerator);
    Metric bottom = part(denominator);
    Measure measure =
        new Measure.Ratio(top.measure.sources().getFirst(), bottom.measure.sources().getFirst());
    return new Metric(name, measure, top.scale / bottom.scale, higherIsBetter, false);
  }

  private static Metric part(String name) {
    return name.equalsIgnoreCase(CALLS.name) ? CALLS : named(name, true);
  }

  /** The same, of what is observed within a time after the exposure. */
  public Metric within(Duration window, @Nullable Double absent) {
    Measure limited =
        switch (measure) {
          case Measure.Mean(Source source, _) -> new Measure.Mean(source.within(window), absent);
          case Measure.Ratio(Source top, Source bottom) ->
              new Measure.Ratio(top.within(window), bottom.within(window));
          case Measure.Quantile(Source source, double level) ->
              new Measure.Quantile(source.within(window), level);
        };
    return new Metric(name, limited, scale, higherIsBetter, isRate);
  }

  public static boolean isBuiltIn(String name) {
    return KNOWN.containsKey(name.toLowerCase(Locale.ROOT));
  }
}
