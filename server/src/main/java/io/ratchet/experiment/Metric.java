// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something that is measured of a unit: the mean over its calls.
 *
 * @param name as it is written in requests and answers
 * @param scale what one stored unit is worth in shown units: micros to milliseconds, nanos to USD
 * @param isRate whether a unit's value lies between 0 and 1
 */
public record Metric(String name, double scale, boolean higherIsBetter, boolean isRate) {
  /** Successes over successes and failures. */
  public static final Metric SUCCESS_RATE = new Metric("success_rate", 1, true, true);

  /** The share of the output schema that answers fill. */
  public static final Metric COMPLETENESS = new Metric("completeness", 1, true, true);

  /** From arrival to the last byte, in milliseconds. */
  public static final Metric LATENCY = new Metric("latency_ms", 1e-3, false, false);

  /** What a call cost, in USD. */
  public static final Metric COST = new Metric("cost_usd", 1e-9, false, false);

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
          Map.entry("cost_usd", COST),
          Map.entry("cost", COST),
          Map.entry("cost_per_request", COST));

  /** Any other name is a score that calls or feedback carry. */
  static Metric named(String name, boolean higherIsBetter) {
    Metric known = KNOWN.get(name.toLowerCase(Locale.ROOT));
    return known == null ? new Metric(name, 1, higherIsBetter, false) : known;
  }

  /** What its sums are stored under; a score cannot take the place of what is measured here. */
  String key() {
    return isBuiltIn(name) ? name : "score:" + name;
  }

  static boolean isBuiltIn(String name) {
    return KNOWN.containsKey(name.toLowerCase(Locale.ROOT));
  }
}
