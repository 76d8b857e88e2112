// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

/**
 * A format of Python's mini-language, {@code
 * [[fill]align][sign][z][#][0][width][,_][.precision][type]} (Python library reference, "Format
 * Specification Mini-Language"; PEP 378, 515 and 682).
 *
 * <p>What is not written is {@link #NONE}, or {@link #UNSET} for the two numbers. Checked here is
 * what is wrong for every value; what depends on the type of the value is checked where it is
 * formatted.
 *
 * @param fill the code point that pads
 * @param align one of {@code < > = ^}
 * @param sign one of {@code + -} and space
 * @param noNegativeZero {@code z}: a result that rounds to zero has no sign
 * @param zeroPadded {@code 0} before the width, which matters where no fill and no alignment is
 *     given
 * @param separator of thousands, {@code ,} or {@code _}
 * @param type the presentation type
 */
record FormatSpec(
    int fill,
    char align,
    char sign,
    boolean noNegativeZero,
    boolean alternate,
    boolean zeroPadded,
    int width,
    char separator,
    int precision,
    char type) {
  static final char NONE = '\0';
  static final int UNSET = -1;

  /** The largest width and precision, so that a short template cannot ask for a huge text. */
  static final int MAX_WIDTH = 10_000;

  private static final String TYPES = "bcdeEfFgGnosxX%";
  private static final String TYPES_WITH_COMMA = "deEfFgG%";
  private static final String TYPES_WITH_UNDERSCORE = "deEfFgG%boxX";

  /** The format that {@code text} spells; refuses everything else with the reason. */
  static FormatSpec parse(String text) {
    return new Parser(text).spec();
  }

  /** The alignment as written, or else the one that a value of its kind has by default. */
  char alignOr(char byDefault) {
    if (align != NONE) {
      return align;
    }
    return zeroPadded && byDefault == '>' ? '=' : byDefault;
  }

  char typeOr(char byDefault) {
    return type == NONE ? byDefault : type;
  }

  boolean isUpperCase() {
    return type == 'X' || type == 'E' || type == 'F' || type == 'G';
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    FormatSpec spec() {
      int fill = NONE;
      int afterFill = text.isEmpty() ? 0 : Character.charCount(text.codePointAt(0));
      if (isAlign(afterFill)) {
        fill = text.codePointAt(0);
        at = afterFill;
      }
      boolean ownFill = at > 0;
      char align = isAlign(at) ? text.charAt(at++) : NONE;
      char sign = next('+') || next('-') || next(' ') ? text.charAt(at - 1) : NONE;
      boolean noNegativeZero = next('z');
      boolean alternate = next('#');
      boolean zeroPadded = next('0');
      int width = number("width");
      char separator = separator();
      int precision = UNSET;
      if (next('.')) {
        precision = number("precision");
        if (precision == UNSET) {
          throw refused("has no precision after '.'");
        }
      }
      char type = type(separator);
      if (!ownFill) {
        fill = zeroPadded ? '0' : ' ';
      }
      return new FormatSpec(
          fill,
          align,
          sign,
          noNegativeZero,
          alternate,
          zeroPadded,
          width,
          separator,
          precision,
          type);
    }

    private boolean isAlign(int index) {
      return index < text.length() && "<>=^".indexOf(text.charAt(index)) >= 0;
    }

    private boolean next(char expected) {
      if (at < text.length() && text.charAt(at) == expected) {
        at++;
        return true;
      }
      return false;
    }

    private int number(String name) {
      int start = at;
      long number = 0;
      while (at < text.length() && Character.isDigit(text.codePointAt(at))) {
        number =
            Math.min(number * 10 + Character.digit(text.codePointAt(at), 10), Integer.MAX_VALUE);
        at += Character.charCount(text.codePointAt(at));
      }
      if (number > MAX_WIDTH) {
        throw refused("has a " + name + " above the limit of " + MAX_WIDTH);
      }
      return at == start ? UNSET : (int) number;
    }

    private char separator() {
      boolean comma = next(',');
      boolean underscore = next('_');
      if (underscore && (comma || next(','))) {
        throw refused("has both ',' and '_'");
      }
      return comma ? ',' : underscore ? '_' : NONE;
    }

    private char type(char separator) {
      if (at == text.length()) {
        return NONE;
      }
      char type = text.charAt(at);
      if (at + 1 < text.length()) {
        throw refused(
            "is not understood from '" + Described.shortened(text.substring(at), 20) + "' on");
      }
      if (TYPES.indexOf(type) < 0) {
        throw refused("has the unknown format code '" + type + "'");
      }
      String separable = separator == ',' ? TYPES_WITH_COMMA : TYPES_WITH_UNDERSCORE;
      if (separator != NONE && separable.indexOf(type) < 0) {
        throw refused("has '" + separator + "', which format code '" + type + "' does not take");
      }
      return type;
    }

    private Refused refused(String what) {
      return new Refused("the format '" + Described.shortened(text, 40) + "' " + what);
    }
  }
}
