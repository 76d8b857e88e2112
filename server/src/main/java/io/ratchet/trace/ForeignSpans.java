// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.opentelemetry.proto.trace.v1.Span;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads spans in every form in which MLflow ever wrote them, and brings them into that of OTLP in
 * JSON, where ids are hexadecimal: its messages have ids in base64; its files and tables have
 * attributes by name, each value as the JSON of it; those of its second release have other names
 * and ids behind {@code 0x}.
 */
final class ForeignSpans {
  private static final Pattern HEX = Pattern.compile("(?:0x)?([0-9a-fA-F]+)");
  private static final List<String> IDS = List.of("trace_id", "span_id", "parent_span_id");

  /** Deeper values of attributes stay the text that they came as. */
  private static final int DEPTH = 20;

  private ForeignSpans() {}

  /**
   * The span that is written in one of these forms.
   *
   * @throws Failure INVALID where it is in none
   */
  static Span read(JsonNode written) {
    if (!(written instanceof ObjectNode object)) {
      throw Failure.invalid("it is no JSON object", "correct it in the source and import again");
    }
    ObjectNode plain = plain(object.has("context") ? renamed(object) : object);
    return OtlpJson.span(OtlpFields.of(plain, "span"));
  }

  /** The same with ids in hexadecimal and attributes as a list. */
  static ObjectNode plain(ObjectNode span) {
    ObjectNode plain = span.deepCopy();
    IDS.forEach(name -> id(plain, name));
    attributes(plain);
    for (JsonNode event : plain.path("events")) {
      if (event instanceof ObjectNode one) {
        attributes(one);
      }
    }
    for (JsonNode link : plain.path("links")) {
      if (link instanceof ObjectNode one) {
        IDS.forEach(name -> id(one, name));
        attributes(one);
      }
    }
    return plain;
  }

  private static void id(ObjectNode holder, String name) {
    JsonNode id = holder.get(name);
    if (id != null && id.isString()) {
      int bytes = name.equals("trace_id") ? 16 : 8;
      holder.put(name, hexadecimal(id.stringValue(), bytes));
    }
  }

  private static String hexadecimal(String id, int bytes) {
    var matcher = HEX.matcher(id);
    boolean isMarked = id.startsWith("0x");
    if (matcher.matches() && (isMarked || id.length() == 2 * bytes)) {
      String digits = matcher.group(1).toLowerCase(Locale.ROOT);
      return "0".repeat(Math.max(0, 2 * bytes - digits.length())) + digits;
    }
    try {
      return HexFormat.of().formatHex(Base64.getDecoder().decode(id));
    } catch (IllegalArgumentException e) {
      return id; // refused by whoever reads it
    }
  }

  /** Attributes by name become a list; each value is what its JSON says. */
  private static void attributes(ObjectNode holder) {
    if (holder.get("attributes") instanceof ObjectNode named) {
      ArrayNode list = Json.array();
      named
          .properties()
          .forEach(entry -> {
            ObjectNode pair = list.addObject().put("key", entry.getKey());
            pair.set("value", value(meant(entry.getValue())));
          });
      holder.set("attributes", list);
    }
  }

  private static JsonNode meant(JsonNode value) {
    if (!value.isString()) {
      return depth(value) > DEPTH ? JsonNodeFactory.instance.stringNode(Json.text(value)) : value;
    }
    try {
      JsonNode parsed = Json.parse(value.stringValue());
      return depth(parsed) > DEPTH ? value : parsed;
    } catch (JacksonException e) {
      return value;
    }
  }

  private static int depth(JsonNode node) {
    int deepest = 0;
    for (JsonNode child : node.values()) {
      deepest = Math.max(deepest, depth(child));
    }
    return node.isContainer() ? deepest + 1 : 0;
  }

  private static ObjectNode value(JsonNode node) {
    ObjectNode value = Json.object();
    switch (node.getNodeType()) {
      case STRING -> value.put("string_value", node.stringValue());
      case BOOLEAN -> value.put("bool_value", node.booleanValue());
      case NUMBER -> {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
          value.put("int_value", node.longValue());
        } else if (node.isIntegralNumber()) {
          value.put("string_value", node.toString());
        } else {
          value.set("double_value", node);
        }
      }
      case ARRAY -> {
        ArrayNode values = value.putObject("array_value").putArray("values");
        node.values().forEach(element -> values.add(value(element)));
      }
      case OBJECT -> {
        ArrayNode values = value.putObject("kvlist_value").putArray("values");
        node.properties()
            .forEach(entry ->
                values
                    .addObject()
                    .put("key", entry.getKey())
                    .set("value", value(entry.getValue())));
      }
      case NULL -> {}
      case MISSING, BINARY, POJO -> throw new IllegalArgumentException("not JSON: " + node);
    }
    return value;
  }

  /** A span of MLflow's second release by the names of today. */
  private static ObjectNode renamed(ObjectNode old) {
    ObjectNode span = Json.object();
    put(span, "trace_id", old.path("context").path("trace_id"));
    put(span, "span_id", old.path("context").path("span_id"));
    put(span, "parent_span_id", old.path("parent_id"));
    put(span, "name", old.path("name"));
    put(span, "start_time_unix_nano", old.path("start_time"));
    put(span, "end_time_unix_nano", old.path("end_time"));
    put(span, "attributes", old.path("attributes"));
    ObjectNode status = span.putObject("status");
    put(status, "code", old.path("status_code"));
    put(status, "message", old.path("status_message"));
    ArrayNode events = span.putArray("events");
    for (JsonNode event : old.path("events")) {
      ObjectNode one = events.addObject();
      put(one, "name", event.path("name"));
      JsonNode time = event.path("timestamp");
      put(one, "time_unix_nano", time.isMissingNode() ? event.path("time_unix_nano") : time);
      put(one, "attributes", event.path("attributes"));
    }
    return span;
  }

  private static void put(ObjectNode to, String name, JsonNode value) {
    if (!value.isMissingNode() && !value.isNull()) {
      to.set(name, value);
    }
  }
}
