// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.base.Json;
import io.ratchet.call.Completeness;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Holds extracted fields against the right ones.
 *
 * <p>Nested objects are taken apart: a field is a path. A plain value is one value of its field, an
 * array as many as it has elements, in any order; an element that is itself an object or an array
 * counts as one value, and is right when all of it is. A value that is null, "", [], {} or "N/A" is
 * absent, on both sides. Texts are equal when they are after Unicode composition (NFC), without
 * regard to case and to how much white space stands around or within them; numbers when their
 * values are; a number and a text never are. Each right value can be found once: two equal ones
 * want to be found twice.
 */
final class FieldScore {
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

  private FieldScore() {}

  /**
   * Compares.
   *
   * @param found null where the answer held no fields at all: then everything is missing
   */
  static Evaluation of(JsonNode gold, @Nullable JsonNode found) {
    Map<String, List<JsonNode>> right = new LinkedHashMap<>();
    Map<String, List<JsonNode>> given = new LinkedHashMap<>();
    flatten("", gold, right);
    if (found != null) {
      flatten("", found, given);
    }
    List<Evaluation.Field> fields = new ArrayList<>();
    right.forEach(
        (path, values) -> fields.add(compare(path, values, given.getOrDefault(path, List.of()))));
    given.forEach((path, values) -> {
      if (!right.containsKey(path)) {
        fields.add(compare(path, List.of(), values));
      }
    });
    return new Evaluation(fields);
  }

  private static void flatten(String path, JsonNode node, Map<String, List<JsonNode>> into) {
    if (Completeness.isEmpty(node)) {
      return;
    }
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String name = field.getKey().replace(".", "\\.");
        flatten(path.isEmpty() ? name : path + "." + name, field.getValue(), into);
      }
      return;
    }
    List<JsonNode> values = into.computeIfAbsent(path, _ -> new ArrayList<>());
    if (node.isArray()) {
      node.values().stream().filter(value -> !Completeness.isEmpty(value)).forEach(values::add);
    } else {
      values.add(node);
    }
  }

  private static Evaluation.Field compare(String path, List<JsonNode> right, List<JsonNode> found) {
    Map<String, Deque<JsonNode>> wanted = new LinkedHashMap<>();
    right.forEach(
        value -> wanted.computeIfAbsent(canonical(value), _ -> new ArrayDeque<>()).add(value));
    List<JsonNode> extra = new ArrayList<>();
    int matched = 0;
    for (JsonNode value : found) {
      Deque<JsonNode> same = wanted.getOrDefault(canonical(value), new ArrayDeque<>());
      JsonNode match = same.poll();
      if (match == null) {
        extra.add(value);
      } else {
        matched++;
      }
    }
    List<JsonNode> missing = new ArrayList<>();
    wanted.values().forEach(missing::addAll);
    return new Evaluation.Field(path, matched, missing, extra);
  }

  /** The same text for values that count as equal. */
  static String canonical(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> Json.mapper().writeValueAsString(folded(value.stringValue()));
      case NUMBER -> value.decimalValue().stripTrailingZeros().toString();
      case ARRAY ->
          value.values().stream()
              .filter(element -> !Completeness.isEmpty(element))
              .map(FieldScore::canonical)
              .sorted()
              .collect(Collectors.joining(",", "[", "]"));
      case OBJECT ->
          value.properties().stream()
              .filter(field -> !Completeness.isEmpty(field.getValue()))
              .map(field ->
                  Json.mapper().writeValueAsString(field.getKey())
                      + ":"
                      + canonical(field.getValue()))
              .sorted()
              .collect(Collectors.joining(",", "{", "}"));
      case BOOLEAN, NULL, MISSING, BINARY, POJO -> value.toString();
    };
  }

  /** Upper case first: only so do the letters that have several forms become one. */
  private static String folded(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    String single = BLANKS.matcher(composed).replaceAll(" ").strip();
    return single.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
