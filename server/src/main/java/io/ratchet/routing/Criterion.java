// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an attribute of a unit must be for a segment to hold it. */
public sealed interface Criterion {
  /** Below it every whole number is a double. */
  double EXACT_INTEGERS = 0x1p53;

  /** The attribute that is looked at. */
  String attribute();

  boolean holds(@Nullable Object value);

  /** A number within bounds, both inclusive; null is unbounded. */
  record Within(String attribute, @Nullable Double min, @Nullable Double max) implements Criterion {
    @Override
    public boolean holds(@Nullable Object value) {
      return value instanceof Number number
          && (min == null || number.doubleValue() >= min)
          && (max == null || number.doubleValue() <= max);
    }
  }

  /** One of several values, compared as text: 1 and "1" are the same. */
  record OneOf(String attribute, Set<String> values) implements Criterion {
    public OneOf {
      values = Set.copyOf(values);
    }

    @Override
    public boolean holds(@Nullable Object value) {
      return value != null && values.contains(text(value));
    }
  }

  /** How a value is compared: a whole number has no decimal point, however it was sent. */
  static String text(Object value) {
    return value instanceof Double number
            && number == Math.rint(number)
            && Math.abs(number) < EXACT_INTEGERS
        ? Long.toString(number.longValue())
        : value.toString();
  }

  /** Whether an attribute is there and as it must be. */
  default boolean holdsFor(Map<String, ? extends @Nullable Object> attributes) {
    return holds(attributes.get(attribute()));
  }
}
