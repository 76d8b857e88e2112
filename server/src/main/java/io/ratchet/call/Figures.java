// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import static java.util.Map.entry;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The figures of a window that can be drawn over time, by name. */
final class Figures {
  /** Before the name of a score whose mean is wanted. */
  private static final String SCORE = "score.";

  private static final Map<String, Function<Window, @Nullable Double>> BY_NAME =
      Map.ofEntries(
          entry("requests", window -> (double) window.calls()),
          entry("successes", window -> (double) window.successes()),
          entry("failures", window -> (double) window.failures()),
          entry("interrupted", window -> (double) window.interrupted()),
          entry("success_rate", MetricsJson::successRate),
          entry("error_rate", MetricsJson::errorRate),
          entry("latency_ms_mean", mean(Measure.LATENCY)),
          entry("latency_ms_p50", percentile(Measure.LATENCY, 0.5)),
          entry("latency_ms_p95", percentile(Measure.LATENCY, 0.95)),
          entry("latency_ms_p99", percentile(Measure.LATENCY, 0.99)),
          entry("first_token_ms_p50", percentile(Measure.FIRST_TOKEN, 0.5)),
          entry("first_token_ms_p95", percentile(Measure.FIRST_TOKEN, 0.95)),
          entry("input_tokens", total(Measure.INPUT_TOKENS)),
          entry("output_tokens", total(Measure.OUTPUT_TOKENS)),
          entry("cost_usd", total(Measure.COST)),
          entry("cost_usd_per_request", mean(Measure.COST)),
          entry("field_completeness", mean(Measure.COMPLETENESS)),
          entry("fields_extracted_mean", mean(Measure.FIELDS_EXTRACTED)),
          entry("confidence_mean", mean(Measure.CONFIDENCE)));

  private Figures() {}

  private static Function<Window, @Nullable Double> mean(Measure measure) {
    return window -> MetricsJson.mean(window.sums(measure));
  }

  private static Function<Window, @Nullable Double> percentile(Measure measure, double share) {
    return window -> MetricsJson.millis(window.percentile(measure, share));
  }

  private static Function<Window, @Nullable Double> total(Measure measure) {
    return window -> {
      Sums sums = window.sums(measure);
      return sums.count() == 0 ? null : (Double) (sums.total().doubleValue() / measure.scale());
    };
  }

  /** The figure with this name, or the mean of a score. */
  static Function<Window, @Nullable Double> named(String name) {
    if (name.startsWith(SCORE)) {
      String score = name.substring(SCORE.length());
      return window -> {
        Sums sums = window.scores().get(score);
        return sums == null ? null : MetricsJson.mean(sums);
      };
    }
    Function<Window, @Nullable Double> figure = BY_NAME.get(name);
    if (figure == null) {
      throw Failure.invalid(
          "metric is not known: " + Problem.shorten(name),
          "use one of " + String.join(", ", new TreeSet<>(BY_NAME.keySet())) + ", score.NAME");
    }
    return figure;
  }
}
