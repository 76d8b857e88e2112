// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values in the words of a message: the kind of the value and the value itself, cut short. */
final class Described {
  private static final int VALUE_LENGTH = 40;

  private Described() {}

  static String value(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "a string \"" + shortened(text, VALUE_LENGTH) + "\"";
      case Boolean truth -> "a boolean " + truth;
      case Integer number -> "an integer " + number;
      case Long number -> "an integer " + number;
      case BigInteger number -> "an integer of " + number.bitLength() + " bits";
      case Double number -> "a number " + number;
      case BigDecimal number -> "a number " + shortened(number.toString(), VALUE_LENGTH);
      case List<?> list -> "a list of size " + list.size();
      case Map<?, ?> map -> "a map of size " + map.size();
      default -> throw foreign(value);
    };
  }

  /** The bug of a value that no JSON document holds. */
  static IllegalArgumentException foreign(Object value) {
    return new IllegalArgumentException(
        "a template takes the values of JSON, not a " + value.getClass().getName());
  }

  static String shortened(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(limit - 1));
    return text.substring(0, splitsPair ? limit - 1 : limit) + "...";
  }
}
