// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.call.Outcome;
import io.ratchet.call.WatchedCalls.Watched;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one call says, by series. A prediction is judged by its features, answer and confidence; a
 * prompt by lengths and completeness; both by their scores and by how the call ended.
 */
record Row(Map<Series, Value> values, @Nullable JsonNode features) {
  static final String PREDICTION = "prediction";
  static final String CONFIDENCE = "confidence";
  static final String OUTCOME = "outcome";
  static final String SCORE = "score.";

  static Row of(Watched call) {
    Map<Series, Value> values = new LinkedHashMap<>();
    addFeatures(values, call.features());
    amount(values, Series.input("input_length"), call.inputTokens());
    amount(values, Series.output("output_length"), call.outputTokens());
    amount(values, Series.output("completeness"), call.completeness());
    if (call.outcome() == Outcome.SUCCESS) {
      JsonNode prediction = call.prediction();
      if (prediction != null) {
        values.put(Series.output(PREDICTION), Value.of(prediction));
      }
      amount(values, Series.output(CONFIDENCE), call.confidence());
    }
    call.scores()
        .forEach((name, score) -> {
          if (fits(SCORE + name)) {
            amount(values, Series.output(SCORE + name), score);
          }
        });
    String ending = call.errorType() == null ? call.outcome().word() : call.errorType();
    values.put(Series.output(OUTCOME), new Value.Word(ending));
    return new Row(values, call.features());
  }

  /** A row of training data: its features, and its answer where that is known. */
  static Row of(JsonNode features, @Nullable JsonNode prediction, @Nullable Double confidence) {
    Map<Series, Value> values = new LinkedHashMap<>();
    addFeatures(values, features);
    if (prediction != null) {
      values.put(Series.output(PREDICTION), Value.of(prediction));
    }
    amount(values, Series.output(CONFIDENCE), confidence);
    return new Row(values, features);
  }

  private static void addFeatures(Map<Series, Value> values, @Nullable JsonNode features) {
    if (features != null && features.isObject()) {
      features
          .properties()
          .forEach(feature -> {
            if (fits(feature.getKey())) {
              values.put(Series.input(feature.getKey()), Value.of(feature.getValue()));
            }
          });
    }
  }

  private static boolean fits(String name) {
    return name.length() <= Series.NAME_LENGTH;
  }

  private static void amount(Map<Series, Value> values, Series series, @Nullable Number number) {
    if (number != null) {
      values.put(series, new Value.Amount(number.doubleValue()));
    }
  }
}
