// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Json;
import io.ratchet.verdict.Measure;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Source;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Metrics as plans store them: whole, so that what a name means later changes no old plan. */
final class MetricJson {
  private MetricJson() {}

  static ObjectNode write(Metric metric) {
    ObjectNode json =
        Json.object()
            .put("name", metric.name())
            .put("scale", metric.scale())
            .put("higher_is_better", metric.higherIsBetter())
            .put("is_rate", metric.isRate());
    switch (metric.measure()) {
      case Measure.Mean(Source source, Double absent) -> {
        json.set("mean", source(source));
        json.put("absent", absent);
      }
      case Measure.Ratio(Source top, Source bottom) -> {
        json.set("numerator", source(top));
        json.set("denominator", source(bottom));
      }
      case Measure.Quantile(Source source, double level) -> {
        json.set("quantile", source(source));
        json.put("level", level);
      }
    }
    return json;
  }

  private static ObjectNode source(Source source) {
    Duration window = source.window();
    return Json.object()
        .put("key", source.key())
        .put("window", window == null ? null : window.toString());
  }

  static Metric read(JsonNode json) {
    return new Metric(
        json.required("name").stringValue(),
        measure(json),
        json.required("scale").doubleValue(),
        json.required("higher_is_better").booleanValue(),
        json.required("is_rate").booleanValue());
  }

  private static Measure measure(JsonNode json) {
    if (json.has("mean")) {
      JsonNode absent = json.path("absent");
      return new Measure.Mean(
          readSource(json.required("mean")),
          absent.isNumber() ? (Double) absent.doubleValue() : null);
    }
    if (json.has("quantile")) {
      return new Measure.Quantile(
          readSource(json.required("quantile")), json.required("level").doubleValue());
    }
    return new Measure.Ratio(
        readSource(json.required("numerator")), readSource(json.required("denominator")));
  }

  private static Source readSource(JsonNode json) {
    JsonNode window = json.path("window");
    @Nullable Duration limit = window.isString() ? Duration.parse(window.stringValue()) : null;
    return new Source(json.required("key").stringValue(), limit);
  }
}
