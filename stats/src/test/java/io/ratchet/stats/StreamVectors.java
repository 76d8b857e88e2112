// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

import io.ratchet.stats.stream.Adwin;
import io.ratchet.stats.stream.BayesianChangepoint;
import io.ratchet.stats.stream.Cusum;
import io.ratchet.stats.stream.DriftDetectionMethod;
import io.ratchet.stats.stream.EarlyDriftDetection;
import io.ratchet.stats.stream.HoeffdingDrift;
import io.ratchet.stats.stream.PageHinkley;
import io.ratchet.stats.stream.PrequentialError;
import io.ratchet.stats.stream.Signal;
import io.ratchet.stats.stream.StreamDetector;
import io.ratchet.stats.stream.WeightedHoeffdingDrift;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** How the golden numbers of detectors on streams are computed. */
final class StreamVectors {

  static final Map<String, VectorRun.Method> METHODS =
      Map.ofEntries(
          Map.entry("adwin", detector(p -> new Adwin(number(p, "delta", Adwin.USUAL_DELTA)))),
          Map.entry("bayesian_online_changepoint", detector(StreamVectors::changepoint)),
          Map.entry("cusum", detector(StreamVectors::cusum)),
          Map.entry("ddm", detector(StreamVectors::ddm)),
          Map.entry("eddm", detector(StreamVectors::eddm)),
          Map.entry("hddm_a", detector(StreamVectors::hoeffding)),
          Map.entry("hddm_w", detector(StreamVectors::weighted)),
          Map.entry("page_hinkley", detector(StreamVectors::pageHinkley)),
          Map.entry("prequential_error", StreamVectors::prequential));

  private StreamVectors() {}

  private static VectorRun.Method detector(Function<JsonNode, StreamDetector> factory) {
    return in -> run(factory.apply(in.required("params")), in);
  }

  /** Where drift was signalled, and with the warnings that came first after each. */
  private static Map<String, Object> run(StreamDetector detector, JsonNode in) {
    List<Integer> drifts = new ArrayList<>();
    List<List<Object>> events = new ArrayList<>();
    boolean warned = false;
    double[] stream = stream(in);
    for (int i = 0; i < stream.length; i++) {
      Signal signal = detector.update(stream[i]);
      if (signal == Signal.DRIFT) {
        drifts.add(i);
        events.add(List.of("drift", i));
        warned = false;
      } else if (signal == Signal.WARNING && !warned) {
        events.add(List.of("warning", i));
        warned = true;
      }
    }
    return Map.of("drift_indices", drifts, "events", events);
  }

  private static double[] stream(JsonNode in) {
    return in.has("stream_digits")
        ? in.required("stream_digits").asString().chars().mapToDouble(c -> c - '0').toArray()
        : DriftVectors.values(in.required("stream"));
  }

  private static StreamDetector changepoint(JsonNode p) {
    return new BayesianChangepoint(
        30,
        number(p, "prior_mean", 0),
        number(p, "prior_var", 1),
        number(p, "data_var", 1),
        number(p, "hazard", 0.01));
  }

  private static StreamDetector cusum(JsonNode p) {
    return new Cusum(
        (long) number(p, "min_instances", 30),
        number(p, "delta", 0.005),
        number(p, "threshold", 50));
  }

  private static StreamDetector ddm(JsonNode p) {
    return new DriftDetectionMethod(
        (long) number(p, "warm_start", 30),
        number(p, "warning_threshold", 2),
        number(p, "drift_threshold", 3));
  }

  private static StreamDetector eddm(JsonNode p) {
    return new EarlyDriftDetection(
        (long) number(p, "warm_start", 30), number(p, "alpha", 0.95), number(p, "beta", 0.9));
  }

  private static StreamDetector hoeffding(JsonNode p) {
    return new HoeffdingDrift(
        number(p, "drift_confidence", 0.001), number(p, "warning_confidence", 0.005));
  }

  private static StreamDetector weighted(JsonNode p) {
    return new WeightedHoeffdingDrift(
        number(p, "drift_confidence", 0.001),
        number(p, "warning_confidence", 0.005),
        number(p, "lambda_", 0.05));
  }

  private static StreamDetector pageHinkley(JsonNode p) {
    return new PageHinkley(
        (long) number(p, "min_instances", 30),
        number(p, "delta", 0.005),
        number(p, "threshold", 50),
        number(p, "alpha", 0.9999),
        p.path("sum").asString("").startsWith("max(0"));
  }

  private static Map<String, Object> prequential(JsonNode in) {
    PrequentialError error =
        PrequentialError.fading(in.required("params").required("alpha").asDouble());
    for (double each : DriftVectors.values(in.required("errors"))) {
      error = error.plus(each);
    }
    return Map.of("value", error.mean());
  }

  private static double number(JsonNode params, String name, double usual) {
    return params.path(name).asDouble(usual);
  }
}
