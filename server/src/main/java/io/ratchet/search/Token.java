// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

/** A piece of a filter; its text is as it was written. */
sealed interface Token {
  String text();

  /** A key, or a keyword of the language. */
  record Name(String text, Word word) implements Token {
    boolean is(String keyword) {
      return text.equalsIgnoreCase(keyword);
    }
  }

  /** A text in single or double quotes. */
  record Quoted(String text) implements Token {
    String content() {
      return text.substring(1, text.length() - 1);
    }

    /** Whether it can also be the name of an attribute. */
    boolean isDouble() {
      return text.charAt(0) == '"';
    }
  }

  record Numeral(String text, Value value) implements Token {}

  /** A comparison sign. */
  record Sign(String text) implements Token {}

  /** A parenthesis, a comma, a semicolon, or what the language does not have. */
  record Mark(String text) implements Token {
    boolean is(String mark) {
      return text.equals(mark);
    }
  }

  /** What stands behind the last one. */
  record End(String text) implements Token {
    static final End HERE = new End("");
  }
}
