// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.ratchet.base.Json;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values of attributes, as people read them and as protobuf writes them in JSON. */
final class Values {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Values() {}

  /** The value as plain JSON. */
  static JsonNode plain(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> NODES.stringNode(value.getStringValue());
      case BOOL_VALUE -> NODES.booleanNode(value.getBoolValue());
      case INT_VALUE -> NODES.numberNode(value.getIntValue());
      case DOUBLE_VALUE -> decimal(value.getDoubleValue());
      case ARRAY_VALUE -> {
        ArrayNode array = Json.array();
        value.getArrayValue().getValuesList().forEach(element -> array.add(plain(element)));
        yield array;
      }
      case KVLIST_VALUE -> {
        ObjectNode object = Json.object();
        value
            .getKvlistValue()
            .getValuesList()
            .forEach(e -> object.set(e.getKey(), plain(e.getValue())));
        yield object;
      }
      case BYTES_VALUE ->
          NODES.stringNode(Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray()));
      case VALUE_NOT_SET -> NODES.nullNode();
    };
  }

  private static JsonNode decimal(double number) {
    return Double.isFinite(number)
        ? NODES.numberNode(number)
        : NODES.stringNode(Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
  }

  /** A text as it is; anything else as its JSON. */
  static String text(AnyValue value) {
    return value.getValueCase() == AnyValue.ValueCase.STRING_VALUE
        ? value.getStringValue()
        : Json.text(plain(value));
  }

  /** A text without the quotes that some clients put around it as JSON does. */
  static String unquoted(AnyValue value) {
    String text = text(value);
    if (text.length() < 2 || text.charAt(0) != '"') {
      return text;
    }
    JsonNode parsed = parsed(text);
    return parsed != null && parsed.isString() ? parsed.stringValue() : text;
  }

  /** The object that a value is, or that it is the JSON of; null where it is none. */
  static @Nullable JsonNode object(AnyValue value) {
    JsonNode plain = plain(value);
    JsonNode object = plain.isString() ? parsed(plain.stringValue()) : plain;
    return object != null && object.isObject() ? object : null;
  }

  private static @Nullable JsonNode parsed(String text) {
    try {
      return Json.parse(text);
    } catch (tools.jackson.core.JacksonException e) {
      return null; // a text that merely looks like JSON
    }
  }

  static ArrayNode messages(List<KeyValue> attributes) {
    ArrayNode array = Json.array();
    for (KeyValue attribute : attributes) {
      ObjectNode pair = array.addObject().put("key", attribute.getKey());
      if (attribute.hasValue()) {
        pair.set("value", message(attribute.getValue()));
      }
    }
    return array;
  }

  /** The value as protobuf's mapping to JSON has it. */
  private static ObjectNode message(AnyValue value) {
    ObjectNode message = Json.object();
    switch (value.getValueCase()) {
      case STRING_VALUE -> message.put("string_value", value.getStringValue());
      case BOOL_VALUE -> message.put("bool_value", value.getBoolValue());
      case INT_VALUE -> message.put("int_value", value.getIntValue());
      case DOUBLE_VALUE -> message.set("double_value", decimal(value.getDoubleValue()));
      case BYTES_VALUE -> message.set("bytes_value", plain(value));
      case ARRAY_VALUE -> {
        ArrayNode values = Json.array();
        value.getArrayValue().getValuesList().forEach(element -> values.add(message(element)));
        message.putObject("array_value").set("values", values);
      }
      case KVLIST_VALUE ->
          message
              .putObject("kvlist_value")
              .set("values", messages(value.getKvlistValue().getValuesList()));
      case VALUE_NOT_SET -> {}
    }
    return message;
  }
}
