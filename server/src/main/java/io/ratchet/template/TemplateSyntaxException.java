// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

/** A text that is no template of the language it was declared to be. */
public final class TemplateSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int FRAGMENT_LENGTH = 40;

  private final int line;
  private final int column;
  private final String fragment;

  private TemplateSyntaxException(String what, int line, int column, String fragment) {
    super(what + " at " + line + ":" + column + ", near \"" + fragment + "\"");
    this.line = line;
    this.column = column;
    this.fragment = fragment;
  }

  /** The refusal of {@code text} because of what begins at {@code offset}. */
  static TemplateSyntaxException at(String text, int offset, String what) {
    int lineStart = offset == 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
    int line = 1;
    for (int i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
      line++;
    }
    int column = text.codePointCount(lineStart, offset) + 1;
    return new TemplateSyntaxException(what, line, column, fragment(text, offset));
  }

  private static String fragment(String text, int offset) {
    int lineEnd = text.indexOf('\n', offset);
    String line = lineEnd < 0 ? text.substring(offset) : text.substring(offset, lineEnd);
    return Described.shortened(line, FRAGMENT_LENGTH);
  }

  /** The line of the fault, counted from 1. */
  public int line() {
    return line;
  }

  /** The column of the fault in characters, counted from 1. */
  public int column() {
    return column;
  }

  /** The text from the fault on, cut short. */
  public String fragment() {
    return fragment;
  }
}
