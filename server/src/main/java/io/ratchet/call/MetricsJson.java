// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Json;
import java.math.BigInteger;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Figures of a window as JSON. What nobody measured is null, never 0. */
final class MetricsJson {
  /** Percentiles are values of a rank, each to within a share of itself. */
  static final String PERCENTILE_METHOD =
      "value of rank ceil(share * n) without interpolation, relative error at most 1%";

  private static final double MILLIS_PLACES = 1e3;

  private MetricsJson() {}

  static ObjectNode of(Window window) {
    ObjectNode json = Json.object();
    json.put("requests", window.calls())
        .put("successes", window.successes())
        .put("failures", window.failures())
        .put("interrupted", window.interrupted())
        .put("success_rate", successRate(window))
        .put("error_rate", errorRate(window));
    json.set("latency_ms", duration(window, Measure.LATENCY));
    json.set("first_token_ms", duration(window, Measure.FIRST_TOKEN));
    json.put("percentile_method", PERCENTILE_METHOD);
    json.set("tokens", tokens(window));
    json.set("cost_usd", cost(window));
    json.putObject("quality")
        .put("field_completeness", mean(window.sums(Measure.COMPLETENESS)))
        .put("fields_extracted_mean", mean(window.sums(Measure.FIELDS_EXTRACTED)))
        .put("confidence_mean", mean(window.sums(Measure.CONFIDENCE)));
    ObjectNode scores = json.putObject("scores");
    new TreeMap<>(window.scores())
        .forEach((name, sums) ->
            scores
                .putObject(name)
                .put("count", sums.count())
                .put("mean", sums.mean())
                .put("min", sums.min())
                .put("max", sums.max()));
    ObjectNode errors = json.putObject("errors");
    new TreeMap<>(window.errors()).forEach(errors::put);
    return json;
  }

  /** Successes of those calls that ended one way or the other. */
  static @Nullable Double successRate(Window window) {
    long decided = window.successes() + window.failures();
    return decided == 0 ? null : (Double) ((double) window.successes() / decided);
  }

  static @Nullable Double errorRate(Window window) {
    long decided = window.successes() + window.failures();
    return decided == 0 ? null : (Double) ((double) window.failures() / decided);
  }

  static @Nullable Double mean(Sums sums) {
    return sums.count() == 0 ? null : (Double) sums.mean();
  }

  static @Nullable Double millis(OptionalDouble value) {
    return value.isEmpty() ? null : (Double) rounded(value.getAsDouble());
  }

  /** To whole microseconds, which is what was measured. */
  private static double rounded(double millis) {
    return Math.round(millis * MILLIS_PLACES) / MILLIS_PLACES;
  }

  private static ObjectNode duration(Window window, Measure measure) {
    Sums sums = window.sums(measure);
    return Json.object()
        .put("mean", sums.count() == 0 ? null : (Double) rounded(sums.mean()))
        .put("p50", millis(window.percentile(measure, 0.5)))
        .put("p95", millis(window.percentile(measure, 0.95)))
        .put("p99", millis(window.percentile(measure, 0.99)))
        .put("max", sums.count() == 0 ? null : (Double) sums.max());
  }

  private static ObjectNode tokens(Window window) {
    return Json.object()
        .put("input_mean", mean(window.sums(Measure.INPUT_TOKENS)))
        .put("output_mean", mean(window.sums(Measure.OUTPUT_TOKENS)))
        .put("input_total", total(window.sums(Measure.INPUT_TOKENS)))
        .put("output_total", total(window.sums(Measure.OUTPUT_TOKENS)))
        .put("cached_total", total(window.sums(Measure.CACHED_TOKENS)))
        .put("reasoning_total", total(window.sums(Measure.REASONING_TOKENS)));
  }

  private static @Nullable BigInteger total(Sums sums) {
    return sums.count() == 0 ? null : sums.total();
  }

  private static ObjectNode cost(Window window) {
    Sums sums = window.sums(Measure.COST);
    return Json.object()
        .put("per_request", mean(sums))
        .put("total", sums.count() == 0 ? null : Money.usd(sums.total()))
        .put("unpriced_requests", window.calls() - sums.count());
  }
}
