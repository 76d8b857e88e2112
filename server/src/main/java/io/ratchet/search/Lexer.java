// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into tokens. It never fails: what is not in the language becomes a mark, which the
 * parser then refuses.
 *
 * <p>Within quotes a doubled quote does not end the text, and both stay in it, as in the original;
 * a text with one kind of quote is written in the other.
 */
final class Lexer {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");
  private static final String SIGNS = "<>=~!";
  private static final String INSIDE_NAMES = "_.-/:@$#";

  private final String text;
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  static List<Token> tokens(String text) {
    Lexer lexer = new Lexer(text);
    List<Token> tokens = new ArrayList<>();
    while (lexer.skipSpace()) {
      tokens.add(lexer.next());
    }
    tokens.add(Token.End.HERE);
    return tokens;
  }

  private boolean skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length();
  }

  private Token next() {
    int c = text.codePointAt(at);
    if (c == '\'' || c == '"') {
      int end = endOfQuote(at);
      return end < 0 ? rest() : new Token.Quoted(take(end));
    }
    if (c == '`') {
      return backticked();
    }
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (number.lookingAt()) {
      String digits = take(number.end());
      return new Token.Numeral(digits, value(digits));
    }
    if (SIGNS.indexOf(c) >= 0) {
      int end = at;
      while (end < text.length() && SIGNS.indexOf(text.charAt(end)) >= 0) {
        end++;
      }
      return new Token.Sign(take(end));
    }
    return Character.isLetter(c) || c == '_'
        ? name()
        : new Token.Mark(take(at + Character.charCount(c)));
  }

  /** Whole numbers that fit stay whole. */
  private static Value value(String digits) {
    if (digits.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-' || c == '+')) {
      try {
        return Value.of(Long.parseLong(digits));
      } catch (NumberFormatException e) {
        return Value.of(Double.parseDouble(digits)); // beyond 64 bits
      }
    }
    return Value.of(Double.parseDouble(digits));
  }

  /** A name that is written bare, as a whole or before a dot and a quoted rest. */
  private Token name() {
    int start = at;
    at = endOfName(at);
    return afterDot(start, text.substring(start, at));
  }

  /** A name in backticks, or a kind in backticks with a name behind its dot. */
  private Token backticked() {
    int start = at;
    int end = endOfQuote(at);
    if (end < 0) {
      return rest();
    }
    String content = text.substring(start + 1, end - 1);
    at = end;
    if (at >= text.length() || text.charAt(at) != '.') {
      return new Token.Name(text.substring(start, at), new Word(null, content));
    }
    at = endOfName(at);
    return afterDot(start, content + text.substring(end, at));
  }

  /** Takes the quoted rest of a name, where there is one. */
  private Token afterDot(int start, String read) {
    String name = read;
    if (name.endsWith(".") && at < text.length() && "'\"`".indexOf(text.charAt(at)) >= 0) {
      int end = endOfQuote(at);
      if (end < 0) {
        return rest();
      }
      name += text.substring(at + 1, end - 1);
      at = end;
    }
    int dot = name.indexOf('.');
    Word word =
        dot < 0 ? new Word(null, name) : new Word(name.substring(0, dot), name.substring(dot + 1));
    return new Token.Name(text.substring(start, at), word);
  }

  private int endOfName(int from) {
    int end = from;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      if (!Character.isLetterOrDigit(c) && INSIDE_NAMES.indexOf(c) < 0) {
        break;
      }
      end += Character.charCount(c);
    }
    return end;
  }

  /** The place behind the quote that ends the one at a place; -1 where none does. */
  private int endOfQuote(int from) {
    char quote = text.charAt(from);
    for (int i = from + 1; i < text.length(); i++) {
      if (text.charAt(i) == quote) {
        if (i + 1 >= text.length() || text.charAt(i + 1) != quote) {
          return i + 1;
        }
        i++;
      }
    }
    return -1;
  }

  private Token rest() {
    return new Token.Mark(take(text.length()));
  }

  private String take(int end) {
    String taken = text.substring(at, end);
    at = end;
    return taken;
  }
}
