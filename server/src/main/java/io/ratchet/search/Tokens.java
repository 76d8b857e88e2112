// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import java.util.List;
import java.util.Locale;

/** The tokens of a filter and how far they have been read. */
final class Tokens {
  private final List<Token> tokens;
  private int at;

  Tokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  /** The next one; the end stays the next one for ever. */
  Token next() {
    Token token = tokens.get(at);
    if (!atEnd()) {
      at++;
    }
    return token;
  }

  boolean atEnd() {
    return at == tokens.size() - 1;
  }

  boolean isLast() {
    return at >= tokens.size() - 2;
  }

  boolean skip(String keyword) {
    return skipIf(isKeyword(0, keyword));
  }

  boolean skipMark(String mark) {
    return skipIf(peek() instanceof Token.Mark it && it.is(mark));
  }

  private boolean skipIf(boolean fits) {
    if (fits) {
      at++;
    }
    return fits;
  }

  private boolean isKeyword(int ahead, String keyword) {
    int index = at + ahead;
    return index < tokens.size()
        && tokens.get(index) instanceof Token.Name name
        && name.is(keyword);
  }

  /** Takes a comparison sign, which may be words; empty where none stands here. */
  String sign() {
    if (peek() instanceof Token.Sign sign) {
      at++;
      return sign.text();
    }
    if (skip("IS")) {
      boolean not = skip("NOT");
      return skip("NULL") ? (not ? "IS NOT NULL" : "IS NULL") : "";
    }
    String not = skip("NOT") ? "NOT " : "";
    for (String word : List.of("LIKE", "ILIKE", "RLIKE", "IN")) {
      if (skip(word)) {
        return not + word.toUpperCase(Locale.ROOT);
      }
    }
    return "";
  }
}
