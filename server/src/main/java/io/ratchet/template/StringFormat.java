// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

/** Python's {@code str.__format__}: cuts to the precision and pads to the width, in characters. */
final class StringFormat {
  private StringFormat() {}

  static void append(StringBuilder out, String text, FormatSpec spec) {
    check(text, spec);
    int length = text.codePointCount(0, text.length());
    int end = text.length();
    if (spec.precision() != FormatSpec.UNSET && spec.precision() < length) {
      length = spec.precision();
      end = text.offsetByCodePoints(0, length);
    }
    int padding = Math.max(0, spec.width() - length);
    int left =
        switch (spec.alignOr('<')) {
          case '>' -> padding;
          case '^' -> padding / 2;
          default -> 0;
        };
    NumberLayout.fill(out, spec.fill(), left);
    out.append(text, 0, end);
    NumberLayout.fill(out, spec.fill(), padding - left);
  }

  private static void check(String text, FormatSpec spec) {
    if (spec.typeOr('s') != 's') {
      String needed = "bcdoxX".indexOf(spec.type()) >= 0 ? "an integer" : "a number";
      throw PythonFormat.needs(needed, text, spec);
    }
    refuse(spec.sign() != FormatSpec.NONE, "a sign", text);
    refuse(spec.noNegativeZero(), "'z'", text);
    refuse(spec.alternate(), "'#'", text);
    refuse(spec.align() == '=', "the alignment '='", text);
    refuse(spec.separator() != FormatSpec.NONE, "a separator of thousands", text);
  }

  private static void refuse(boolean wrong, String what, String text) {
    if (wrong) {
      throw new Refused(what + " in a format needs a number, got " + Described.value(text));
    }
  }
}
