// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The classes of a classifier in the order of its probabilities, found by what a model says. */
final class Classes {
  private static final double ROUNDING = 1e-5;

  private final List<JsonNode> list;
  private final Map<String, Integer> places = new HashMap<>();

  /** Those of the signature; where it names none they are numbered. */
  Classes(List<JsonNode> list) {
    this.list = list;
    for (int i = 0; i < list.size(); i++) {
      places.put(text(list.get(i)), i);
    }
  }

  boolean areNamed() {
    return !list.isEmpty();
  }

  int size() {
    return list.size();
  }

  /** The class with that probability. */
  JsonNode get(int place) {
    return place < list.size()
        ? list.get(place)
        : JsonNodeFactory.instance.numberNode((long) place);
  }

  /** The place of a class; -1 where it is unknown. */
  int place(JsonNode answered) {
    if (areNamed()) {
      return places.getOrDefault(text(answered), -1);
    }
    return answered.isIntegralNumber() && answered.canConvertToInt() ? answered.intValue() : -1;
  }

  /** The class as the signature writes it, else as the model does. */
  JsonNode named(JsonNode answered) {
    int place = areNamed() ? place(answered) : -1;
    return place < 0 ? answered : list.get(place);
  }

  /** 1 and 1.0 are the same class; true is 1, as models have it. */
  private static String text(JsonNode node) {
    return switch (node.getNodeType()) {
      case BOOLEAN -> node.booleanValue() ? "1" : "0";
      case NUMBER -> Shown.number(node.doubleValue());
      case STRING -> node.stringValue();
      default -> node.toString();
    };
  }

  /** A prediction from probabilities alone: the likeliest class. */
  Prediction likeliest(double[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return new Prediction(get(best), probabilities, confidence(probabilities[best]), List.of());
  }

  /** A prediction of a model that names the class itself. */
  Prediction named(JsonNode answered, double[] probabilities) {
    int place = place(answered);
    Double confidence =
        place >= 0 && place < probabilities.length ? confidence(probabilities[place]) : null;
    return new Prediction(named(answered), probabilities, confidence, List.of());
  }

  /** A probability but for rounding; null for a score of another kind. */
  static @Nullable Double confidence(double number) {
    return number >= -ROUNDING && number <= 1 + ROUNDING
        ? (Double) Math.clamp(number, 0.0, 1.0)
        : null;
  }

  /** The one probability that some models give is that of the second of two classes. */
  static double[] both(double second) {
    return new double[] {1 - second, second};
  }

  /** The names of the classes as keys. */
  List<String> texts(int count) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JsonNode name = get(i);
      texts.add(name.isString() ? name.stringValue() : name.toString());
    }
    return texts;
  }
}
