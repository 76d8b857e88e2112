// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import java.util.Locale;

/**
 * The parts of a formatted number and how a format joins them: {@code padding sign prefix padding
 * grouped-digits rest padding}.
 *
 * <p>Padding with zeros behind the sign belongs to the number: where thousands are separated, so
 * are the zeros, and a number never begins with a separator, which can make it one wider than
 * asked.
 *
 * @param prefix of the radix: {@code 0x}
 * @param digits before the point; empty for what has none: a character, {@code inf}, {@code nan}
 * @param rest what follows the digits and is never grouped: the fraction with its point, the
 *     exponent
 * @param groupSize digits between two separators
 */
record NumberLayout(boolean negative, String prefix, String digits, String rest, int groupSize) {

  void append(StringBuilder out, FormatSpec spec) {
    char align = spec.alignOr('>');
    char sign = negative ? '-' : spec.sign() == '-' ? FormatSpec.NONE : spec.sign();
    int fixed =
        (sign == FormatSpec.NONE ? 0 : 1) + prefix.length() + rest.codePointCount(0, rest.length());
    int wanted = spec.fill() == '0' && align == '=' ? spec.width() - fixed : 0;
    int shown = digits.isEmpty() ? 0 : zeroPaddedCount(wanted, spec);
    int separators =
        spec.separator() == FormatSpec.NONE || shown == 0 ? 0 : (shown - 1) / groupSize;
    int padding = Math.max(0, spec.width() - fixed - shown - separators);
    int left =
        switch (align) {
          case '>' -> padding;
          case '^' -> padding / 2;
          default -> 0;
        };
    int inner = align == '=' ? padding : 0;
    fill(out, spec.fill(), left);
    if (sign != FormatSpec.NONE) {
      out.append(sign);
    }
    out.append(prefix);
    fill(out, spec.fill(), inner);
    group(out, shown, spec.separator());
    out.append(rest);
    fill(out, spec.fill(), padding - left - inner);
  }

  /** How many digits to show, leading zeros included, to fill {@code wanted} with separators. */
  private int zeroPaddedCount(int wanted, FormatSpec spec) {
    if (spec.separator() == FormatSpec.NONE) {
      return Math.max(digits.length(), wanted);
    }
    if (wanted <= digits.length()) {
      return digits.length();
    }
    int groups = wanted / (groupSize + 1);
    int leading = wanted % (groupSize + 1);
    // Where nothing is left to lead, a separator would: one more digit takes its place.
    return Math.max(digits.length(), groups * groupSize + Math.max(1, leading));
  }

  private void group(StringBuilder out, int shown, char separator) {
    int zeros = shown - digits.length();
    if (separator == FormatSpec.NONE) {
      fill(out, '0', zeros);
      out.append(digits);
      return;
    }
    for (int i = 0; i < shown; i++) {
      if (i > 0 && (shown - i) % groupSize == 0) {
        out.append(separator);
      }
      out.append(i < zeros ? '0' : digits.charAt(i - zeros));
    }
  }

  static void fill(StringBuilder out, int codePoint, int count) {
    if (Character.isBmpCodePoint(codePoint)) {
      out.repeat((char) codePoint, Math.max(0, count));
    } else {
      out.repeat(codePoint, Math.max(0, count));
    }
  }

  /** ASCII letters raised, without a locale. */
  static String upperCase(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
