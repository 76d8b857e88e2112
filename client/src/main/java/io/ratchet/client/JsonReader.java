// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads JSON (RFC 8259) as maps, lists, texts, decimals, booleans and null. */
final class JsonReader {
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * The value that a text holds.
   *
   * @throws IllegalArgumentException where the text is not JSON, or nested too deeply
   */
  static @Nullable Object read(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value();
    reader.skipSpace();
    if (reader.at < text.length()) {
      throw reader.fault("the end");
    }
    return value;
  }

  /** The object that a text holds; empty where it is no JSON or no object. */
  static Map<?, ?> readObject(String text) {
    try {
      return read(text) instanceof Map<?, ?> object ? object : Map.of();
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
  }

  private @Nullable Object value() {
    skipSpace();
    char c = at < text.length() ? text.charAt(at) : '\0';
    return switch (c) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    open();
    if (!found('}')) {
      do {
        skipSpace();
        String name = string();
        expect(':');
        object.put(name, value());
      } while (found(','));
      expect('}');
    }
    depth--;
    return object;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> array = new ArrayList<>();
    open();
    if (!found(']')) {
      do {
        array.add(value());
      } while (found(','));
      expect(']');
    }
    depth--;
    return array;
  }

  private void open() {
    at++;
    if (++depth > JsonText.DEPTH) {
      throw fault("less nesting");
    }
  }

  private String string() {
    if (at == text.length() || text.charAt(at) != '"') {
      throw fault("a string");
    }
    StringBuilder string = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return string.toString();
      }
      if (c < 0x20) {
        throw fault("no control character");
      }
      string.append(c == '\\' ? escaped() : c);
    }
    throw fault("a closing quote");
  }

  /** Leaves {@code at} on the last character of the escape. */
  private char escaped() {
    at++;
    char c = at < text.length() ? text.charAt(at) : '\0';
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw fault("an escape");
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      at++;
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        throw fault("four hexadecimal digits");
      }
      code = code << 4 | digit;
    }
    return (char) code;
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw fault(word);
    }
    at += word.length();
    return value;
  }

  private BigDecimal number() {
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (!number.lookingAt()) {
      throw fault("a value");
    }
    at = number.end();
    return new BigDecimal(number.group());
  }

  private boolean found(char wanted) {
    skipSpace();
    boolean found = at < text.length() && text.charAt(at) == wanted;
    at += found ? 1 : 0;
    return found;
  }

  private void expect(char wanted) {
    if (!found(wanted)) {
      throw fault(String.valueOf(wanted));
    }
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private IllegalArgumentException fault(String wanted) {
    return new IllegalArgumentException("not JSON: expected " + wanted + " at character " + at);
  }
}
