// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON trees, read strictly: no duplicate names, nothing after the end, at most {@value
 * #DEPTH_LIMIT} levels. Decimals keep their digits.
 */
public final class Json {
  public static final int DEPTH_LIMIT = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH_LIMIT).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  public static JsonMapper mapper() {
    return MAPPER;
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  public static ArrayNode array(Iterable<String> texts) {
    ArrayNode array = array();
    texts.forEach(array::add);
    return array;
  }

  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  /** Reads what we wrote ourselves; anything unreadable is a bug or a damaged store. */
  public static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  /** Reads what came from outside; anything unreadable is refused with its position. */
  public static JsonNode read(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException e) {
      var at = e.getLocation();
      String position =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw Failure.invalid(
          "the body is not valid JSON" + position + ": " + e.getOriginalMessage(),
          "send one JSON object or array, UTF-8, without duplicate names");
    }
  }

  /** The tree as plain Java values: String, Boolean, Number, List, Map, or null. */
  public static @Nullable Object value(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> node.stringValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> node.isIntegralNumber() ? integer(node) : decimal(node);
      case NULL, MISSING -> null;
      case ARRAY -> list(node);
      case OBJECT -> map(node);
      case BINARY, POJO -> throw new IllegalArgumentException("not JSON: " + node.getNodeType());
    };
  }

  /** A number as a double: infinite beyond the range of one, where the node would throw. */
  public static double number(JsonNode node) {
    return Double.parseDouble(node.toString());
  }

  /** A double, or the digits themselves where a double cannot hold them. */
  private static Object decimal(JsonNode node) {
    double number = number(node);
    return Double.isInfinite(number) ? (Object) node.decimalValue() : number;
  }

  private static Object integer(JsonNode node) {
    return node.canConvertToLong() ? (Object) node.longValue() : node.bigIntegerValue();
  }

  private static List<@Nullable Object> list(JsonNode node) {
    return node.values().stream().<@Nullable Object>map(Json::value).toList();
  }

  public static Map<String, @Nullable Object> map(JsonNode node) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    node.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
    return map;
  }
}
