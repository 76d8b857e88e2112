// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import java.util.List;

/** What a key is compared with, or what it holds. */
public sealed interface Value {
  record Text(String text) implements Value {}

  /** A whole number, kept exact. */
  record Whole(long number) implements Value {}

  record Decimal(double number) implements Value {}

  /** The list behind IN. */
  record Texts(List<String> texts) implements Value {
    public Texts {
      texts = List.copyOf(texts);
    }
  }

  /** What IS NULL is followed by. */
  record Nothing() implements Value {}

  static Value of(String text) {
    return new Text(text);
  }

  static Value of(long number) {
    return new Whole(number);
  }

  static Value of(double number) {
    return new Decimal(number);
  }
}
