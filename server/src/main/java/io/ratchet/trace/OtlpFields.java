// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import com.google.protobuf.ByteString;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one message of OTLP in JSON, by their names in lowerCamelCase; those of protobuf
 * itself, with underscores, are read too. What is absent reads as protobuf's default.
 */
final class OtlpFields {
  private final JsonNode node;
  private final String path;

  private OtlpFields(JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  static OtlpFields of(JsonNode node, String path) {
    if (!node.isObject()) {
      throw Failure.invalid(
          (path.isEmpty() ? "the body" : path) + " must be an object, got " + shown(node),
          "send an ExportTraceServiceRequest of OTLP");
    }
    return new OtlpFields(node, path);
  }

  private @Nullable JsonNode find(String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      value = node.get(underscored(name));
    }
    return value == null || value.isNull() ? null : value;
  }

  private static String underscored(String name) {
    StringBuilder underscored = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        underscored.append('_');
      }
      underscored.append(Character.toLowerCase(c));
    }
    return underscored.toString();
  }

  boolean has(String name) {
    return find(name) != null;
  }

  String text(String name) {
    JsonNode value = find(name);
    if (value == null) {
      return "";
    }
    if (!value.isString()) {
      throw fault(name, "must be a text", value);
    }
    return value.stringValue();
  }

  /** An id in hexadecimal. */
  ByteString id(String name) {
    String text = text(name);
    try {
      return ByteString.copyFrom(HexFormat.of().parseHex(text));
    } catch (IllegalArgumentException e) {
      throw Failure.invalid(
          at(name) + " must be hexadecimal, got " + Problem.shorten(text),
          "send ids as OTLP writes them in JSON");
    }
  }

  long integer(String name) {
    JsonNode value = find(name);
    if (value == null) {
      return 0;
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    try {
      if (value.isString()) {
        return Long.parseLong(value.stringValue());
      }
    } catch (NumberFormatException e) {
      throw fault(name, "must be a whole number of 64 bits", value);
    }
    throw fault(name, "must be a whole number of 64 bits", value);
  }

  double decimal(String name) {
    JsonNode value = find(name);
    if (value == null) {
      return 0;
    }
    try {
      if (value.isNumber()) {
        return Json.number(value);
      }
      if (value.isString()) {
        return Double.parseDouble(value.stringValue());
      }
    } catch (NumberFormatException e) {
      throw fault(name, "must be a number", value);
    }
    throw fault(name, "must be a number", value);
  }

  boolean flag(String name) {
    JsonNode value = find(name);
    if (value == null) {
      return false;
    }
    if (!value.isBoolean()) {
      throw fault(name, "must be true or false", value);
    }
    return value.booleanValue();
  }

  byte[] base64(String name) {
    String text = text(name);
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw Failure.invalid(
          at(name) + " must be base64, got " + Problem.shorten(text), "encode the bytes");
    }
  }

  /** An enum: its number, or its name with or without the prefix. */
  int number(String name, String prefix, List<String> names) {
    JsonNode value = find(name);
    if (value != null && value.isString()) {
      String text = value.stringValue();
      int found = names.indexOf(text.startsWith(prefix) ? text.substring(prefix.length()) : text);
      if (found < 0) {
        throw fault(name, "must be a number or one of " + names, value);
      }
      return found;
    }
    return Math.clamp(integer(name), 0, names.size() - 1);
  }

  Optional<OtlpFields> object(String name) {
    return Optional.ofNullable(find(name)).map(value -> of(value, at(name)));
  }

  List<OtlpFields> list(String name) {
    JsonNode value = find(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw fault(name, "must be an array", value);
    }
    List<OtlpFields> list = new ArrayList<>(value.size());
    for (JsonNode element : value.values()) {
      list.add(of(element, at(name) + "[" + list.size() + "]"));
    }
    return list;
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private Failure fault(String name, String what, JsonNode value) {
    return Failure.invalid(at(name) + " " + what + ", got " + shown(value), "see OTLP over HTTP");
  }

  private static String shown(JsonNode value) {
    return Problem.shorten(value.toString());
  }
}
