// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes plain Java values as JSON (RFC 8259). */
final class JsonText {
  static final int DEPTH = 100;

  private final StringBuilder out = new StringBuilder();
  private int depth;

  private JsonText() {}

  /**
   * Maps become objects, arrays and iterables become arrays; what JSON does not know is written as
   * its {@code toString()}.
   *
   * @throws IllegalArgumentException where a number is not finite or a value is nested too deeply
   */
  static String of(@Nullable Object value) {
    JsonText text = new JsonText();
    text.write(value);
    return text.out.toString();
  }

  private void write(@Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> map -> writeObject(map);
      case Iterable<?> list -> writeArray(list);
      case Object[] array -> writeArray(Arrays.asList(array));
      case double[] array -> writeArray(Arrays.stream(array).boxed().toList());
      case long[] array -> writeArray(Arrays.stream(array).boxed().toList());
      case int[] array -> writeArray(Arrays.stream(array).boxed().toList());
      case Number number -> writeNumber(number);
      case Boolean flag -> out.append(flag);
      case Object text -> writeString(text.toString());
    }
  }

  private void writeNumber(Number number) {
    if ((number instanceof Double || number instanceof Float)
        && !Double.isFinite(number.doubleValue())) {
      throw new IllegalArgumentException("JSON has no number " + number);
    }
    out.append(number);
  }

  private void writeObject(Map<?, ?> map) {
    open('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      writeString(String.valueOf(entry.getKey()));
      out.append(':');
      write(entry.getValue());
      separator = ",";
    }
    close('}');
  }

  private void writeArray(Iterable<?> list) {
    open('[');
    String separator = "";
    for (Object element : list) {
      out.append(separator);
      write(element);
      separator = ",";
    }
    close(']');
  }

  private void open(char bracket) {
    if (++depth > DEPTH) {
      throw new IllegalArgumentException("the value is nested more than " + DEPTH + " deep");
    }
    out.append(bracket);
  }

  private void close(char bracket) {
    depth--;
    out.append(bracket);
  }

  private void writeString(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || isLoneSurrogate(text, i)) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(Character.forDigit((c >> shift) & 0xF, 16));
        }
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /** Half a pair has no UTF-8; the server is to see it as it is, and not as a question mark. */
  private static boolean isLoneSurrogate(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
