// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.WellFormed;
import io.ratchet.model.Feature;
import io.ratchet.model.Signature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The features of a model, ready to check values and to turn them into numbers: a number as it is,
 * true as 1, a category as its place in the signature's list, a missing value as NaN. Words of a
 * category without a list stay words.
 */
final class Columns {
  private static final int WORD_LENGTH = 256;

  /** Whole numbers above it are not exact as doubles. */
  private static final double EXACT = 1L << 53;

  /** What is wrong with a value that a row was to be given. */
  @FunctionalInterface
  interface Complaint {
    void about(String feature, String message, @Nullable Object value);
  }

  private final Signature signature;
  private final Feature[] features;
  private final Map<String, Integer> places = new HashMap<>();
  private final List<Map<String, Integer>> categories;
  private final boolean hasWords;

  Columns(Signature signature) {
    this.signature = signature;
    this.features = signature.features().toArray(Feature[]::new);
    for (int i = 0; i < features.length; i++) {
      places.put(features[i].name(), i);
    }
    this.categories = signature.features().stream().map(Columns::categories).toList();
    this.hasWords = signature.features().stream().anyMatch(Columns::isWord);
  }

  private static Map<String, Integer> categories(Feature feature) {
    Map<String, Integer> categories = new HashMap<>();
    for (int i = 0; i < feature.categories().size(); i++) {
      categories.put(feature.categories().get(i), i);
    }
    return categories;
  }

  /** Whether any word goes, which therefore has no number. */
  static boolean isWord(Feature feature) {
    return feature.type() == Feature.Type.CATEGORY && feature.categories().isEmpty();
  }

  Signature signature() {
    return signature;
  }

  int size() {
    return features.length;
  }

  Feature feature(int column) {
    return features[column];
  }

  /** -1 where there is no such feature. */
  int place(String name) {
    return places.getOrDefault(name, -1);
  }

  boolean hasWords() {
    return hasWords;
  }

  /** Reads features by name into a row, and names every fault. */
  void read(JsonNode given, String path, Rows rows, int row, List<Problem> problems) {
    if (!given.isObject()) {
      problems.add(Problem.of(path, "must be an object of features by name", given));
      return;
    }
    Complaint complaint =
        (feature, message, value) -> problems.add(Problem.of(path + "." + feature, message, value));
    for (int column = 0; column < features.length; column++) {
      set(rows, row, column, given.get(features[column].name()), complaint);
    }
    for (String name : given.propertyNames()) {
      if (!places.containsKey(name)) {
        complaint.about(name, "is not a feature of this model", null);
      }
    }
  }

  /** Checks a value and puts it into its place. */
  void set(Rows rows, int row, int column, @Nullable JsonNode value, Complaint complaint) {
    Feature feature = features[column];
    rows.clear(row, column);
    if (value == null || value.isNull()) {
      if (!feature.optional()) {
        complaint.about(feature.name(), "is required", null);
      }
      return;
    }
    switch (feature.type()) {
      case NUMBER, INTEGER -> number(rows, row, column, value, complaint);
      case BOOLEAN -> truth(rows, row, column, value, complaint);
      case CATEGORY -> category(rows, row, column, value, complaint);
    }
  }

  private void number(Rows rows, int row, int column, JsonNode value, Complaint complaint) {
    if (value.isNumber()) {
      number(rows, row, column, Json.number(value), complaint);
    } else {
      complaint.about(
          features[column].name(), "must be " + noun(features[column]), value.toString());
    }
  }

  /** Checks a number of a feature that is one and puts it into its place. */
  void number(Rows rows, int row, int column, double value, Complaint complaint) {
    Feature feature = features[column];
    boolean whole =
        feature.type() != Feature.Type.INTEGER
            || (value == Math.rint(value) && Math.abs(value) <= EXACT);
    Double minimum = feature.minimum();
    Double maximum = feature.maximum();
    if (!Double.isFinite(value) || !whole) {
      complaint.about(feature.name(), "must be " + noun(feature), value);
    } else if (minimum != null && value < minimum) {
      complaint.about(feature.name(), "must be at least " + Shown.number(minimum), value);
    } else if (maximum != null && value > maximum) {
      complaint.about(feature.name(), "must be at most " + Shown.number(maximum), value);
    } else {
      rows.put(row, column, value);
    }
  }

  private static String noun(Feature feature) {
    return feature.type() == Feature.Type.INTEGER ? "a whole number" : "a finite number";
  }

  private void truth(Rows rows, int row, int column, JsonNode value, Complaint complaint) {
    double number =
        value.isBoolean()
            ? (value.booleanValue() ? 1 : 0)
            : value.isNumber() ? Json.number(value) : Double.NaN;
    if (number == 0 || number == 1) {
      rows.put(row, column, number);
    } else {
      complaint.about(features[column].name(), "must be true or false", value);
    }
  }

  private void category(Rows rows, int row, int column, JsonNode value, Complaint complaint) {
    if (value.isString()) {
      word(rows, row, column, value.stringValue(), complaint);
    } else {
      complaint.about(features[column].name(), "must be a string", value);
    }
  }

  /** Checks a word and puts it, or the number that stands for it, into its place. */
  void word(Rows rows, int row, int column, String word, Complaint complaint) {
    Feature feature = features[column];
    if (isWord(feature)) {
      if (word.length() > WORD_LENGTH || word.indexOf('\0') >= 0 || !WellFormed.is(word)) {
        complaint.about(
            feature.name(), "must be text of at most " + WORD_LENGTH + " characters", word);
      } else {
        rows.put(row, column, word);
      }
      return;
    }
    Integer place = categories.get(column).get(word);
    if (place == null) {
      complaint.about(feature.name(), "must be one of " + some(feature.categories()), word);
    } else {
      rows.put(row, column, place);
    }
  }

  private static String some(List<String> words) {
    int shown = 10;
    String list = String.join(", ", words.subList(0, Math.min(shown, words.size())));
    return Problem.shorten(list) + (words.size() > shown ? " and others" : "");
  }
}
