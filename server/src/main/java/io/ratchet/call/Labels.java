// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a true label says about the prediction it is for. The feedback {@code label} gives the call
 * the score {@code accuracy}: 1 where the prediction was that label and 0 where it was not; and,
 * for a prediction that is a number with a fraction, {@code absolute_error} and {@code
 * squared_error}.
 */
final class Labels {
  /** The name of the feedback that is a label. */
  static final String LABEL = "label";

  static final String ACCURACY = "accuracy";
  static final String ABSOLUTE_ERROR = "absolute_error";
  static final String SQUARED_ERROR = "squared_error";

  private Labels() {}

  /** The scores that follow from a label; none from other feedback, or without a prediction. */
  static Map<String, Double> scores(Feedback feedback, Call call) {
    JsonNode prediction = call.prediction();
    if (!feedback.name().equals(LABEL) || prediction == null || !prediction.isValueNode()) {
      return Map.of();
    }
    WatchedCalls.Deviation deviation = deviation(prediction, feedback.value());
    if (deviation == null) {
      return Map.of();
    }
    double size = deviation.size();
    return deviation.whole()
        ? Map.of(ACCURACY, 1 - size)
        : Map.of(ABSOLUTE_ERROR, size, SQUARED_ERROR, size * size);
  }

  /** How wrong a prediction was; null where the two cannot be compared. */
  static WatchedCalls.@Nullable Deviation deviation(JsonNode prediction, JsonNode label) {
    if (isAmount(prediction) || isAmount(label)) {
      boolean comparable = prediction.isNumber() && label.isNumber();
      double distance = comparable ? Math.abs(Json.number(prediction) - Json.number(label)) : 0;
      return comparable ? new WatchedCalls.Deviation(false, distance) : null;
    }
    return new WatchedCalls.Deviation(true, isSame(prediction, label) ? 0 : 1);
  }

  /** A number that is not whole: the answer of a regression, which no label equals exactly. */
  private static boolean isAmount(JsonNode value) {
    return value.isNumber() && Json.number(value) != Math.rint(Json.number(value));
  }

  /** True counts as 1 and false as 0, and a number is the same in quotes: callers differ. */
  private static boolean isSame(JsonNode one, JsonNode other) {
    return text(one).equals(text(other));
  }

  /** A class as a word: true counts as 1 and false as 0. */
  static String text(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue() ? "1" : "0";
    }
    if (value.isNumber()) {
      return Long.toString(Math.round(Json.number(value)));
    }
    return value.asString("");
  }
}
