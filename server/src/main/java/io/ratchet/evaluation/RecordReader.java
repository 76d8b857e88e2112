// SPDX-License-Identifier: Apache-2.0
package io.ratchet.evaluation;

import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.WellFormed;
import io.ratchet.mlflow.Refusals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the texts of JSON that requests about datasets hold. */
final class RecordReader {
  private static final List<String> SOURCES =
      List.of("SOURCE_TYPE_UNSPECIFIED", "TRACE", "HUMAN", "DOCUMENT", "CODE");

  private RecordReader() {}

  static List<EvaluationRecord> records(String text) {
    JsonNode list = json("records", text);
    if (!list.isArray()) {
      throw Refusals.unfit("records", text, "it must be a JSON list of records");
    }
    if (list.size() > EvaluationLimits.RECORDS) {
      throw Refusals.invalid(
          "A request has at most %d records, this one has %d"
              .formatted(EvaluationLimits.RECORDS, list.size()));
    }
    List<EvaluationRecord> records = new ArrayList<>();
    for (JsonNode node : list.values()) {
      records.add(record("records[" + records.size() + "]", node));
    }
    return records;
  }

  private static EvaluationRecord record(String at, JsonNode node) {
    if (!node.isObject()) {
      throw Refusals.mistyped(at, node);
    }
    ObjectNode inputs = object(at, node, "inputs");
    if (inputs == null) {
      throw Refusals.invalid(
          "Each record must have 'inputs', a JSON object: %s has none".formatted(at));
    }
    ObjectNode source = object(at, node, "source");
    if (source != null) {
      checkSource(at + ".source", source);
    }
    JsonNode outputs = node.get("outputs");
    return new EvaluationRecord(
        inputs,
        outputs == null || outputs.isNull() ? null : bounded(at + ".outputs", outputs),
        object(at, node, "expectations"),
        object(at, node, "tags"),
        source);
  }

  static void checkSource(String at, ObjectNode source) {
    JsonNode type = source.get("source_type");
    if (type == null || !type.isString() || !SOURCES.contains(type.stringValue())) {
      throw Refusals.invalid(
          "Invalid value for parameter '%s.source_type': %s. Valid values are %s"
              .formatted(at, type == null ? "none" : Problem.shorten(type.toString()), SOURCES));
    }
  }

  private static @Nullable ObjectNode object(String at, JsonNode node, String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!(value instanceof ObjectNode object)) {
      throw Refusals.mistyped(at + "." + name, value);
    }
    bounded(at + "." + name, object);
    return object;
  }

  private static JsonNode bounded(String at, JsonNode value) {
    EvaluationLimits.check(at, Json.text(value), EvaluationLimits.RECORD_PART);
    return value;
  }

  /** Tags, which are a JSON object in a text; a tag whose value is null is to be taken away. */
  static Map<String, @Nullable String> tags(@Nullable String text) {
    Map<String, @Nullable String> tags = new LinkedHashMap<>();
    if (text == null || text.isBlank()) {
      return tags;
    }
    if (!(json("tags", text) instanceof ObjectNode object)) {
      throw Refusals.unfit("tags", text, "it must be a JSON object");
    }
    if (object.size() > EvaluationLimits.TAGS) {
      throw Refusals.invalid("A dataset has at most " + EvaluationLimits.TAGS + " tags");
    }
    object
        .properties()
        .forEach(tag -> tags.put(tagName(tag.getKey()), tagValue(tag.getKey(), tag.getValue())));
    return tags;
  }

  private static String tagName(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw Refusals.unfit("tags", name, "a tag has a name, without the character U+0000");
    }
    return EvaluationLimits.check("tags", name, EvaluationLimits.TAG_NAME);
  }

  private static @Nullable String tagValue(String name, JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    String text = value.isString() ? value.stringValue() : Json.text(value);
    if (text.indexOf('\0') >= 0) {
      throw Refusals.unfit("tags." + name, text, "it holds the character U+0000");
    }
    return EvaluationLimits.check("tags." + name, text, EvaluationLimits.TAG_VALUE);
  }

  private static JsonNode json(String field, String text) {
    JsonNode node;
    try {
      node = Json.parse(text);
    } catch (JacksonException e) {
      throw Refusals.unfit(field, text, "it is not valid JSON: " + e.getOriginalMessage());
    }
    if (!WellFormed.is(node)) {
      throw Refusals.unfit(field, "?", "it holds half of a surrogate pair");
    }
    return node;
  }
}
