// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.mlflow.Refusals;
import java.util.ArrayList;
import java.util.List;

/** Reads what stands behind a comparison sign, as the type of its key asks. */
record Operand(Grammar grammar, Tokens tokens, Grammar.Known known) {
  private static final String LIST = "While parsing a list in the query, expected ";

  Value read(String sign) {
    return switch (sign) {
      case "IS NULL", "IS NOT NULL" -> new Value.Nothing();
      case "IN", "NOT IN" -> known.type() == Type.TEXT ? list(sign) : single(sign);
      default -> single(sign);
    };
  }

  private Value single(String sign) {
    Token token = tokens.next();
    if (token instanceof Token.End) {
      throw grammar.strayClause(known.key() + " " + sign);
    }
    Value value =
        switch (known.type()) {
          case NUMBER -> number(token);
          case TEXT -> Value.of(text(token));
        };
    boolean pattern = sign.endsWith("LIKE");
    if (pattern && value instanceof Value.Text(String text)) {
      checkPattern(text, sign);
    }
    return value;
  }

  private Value number(Token token) {
    if (token instanceof Token.Numeral number) {
      return number.value();
    }
    Key key = known.key();
    String what =
        key.kind() == Kind.ATTRIBUTE ? "numeric attribute: " + key.name() : key.kind().word();
    throw Refusals.invalid(
        "Expected numeric value type for " + what + ". Found " + Problem.shorten(token.text()));
  }

  private String text(Token token) {
    if (token instanceof Token.Quoted quoted) {
      return quoted.content();
    }
    if (token instanceof Token.Numeral && grammar.wording() == Grammar.Wording.LOGGED_MODELS) {
      return token.text();
    }
    String found = Problem.shorten(token.text());
    if (token instanceof Token.Name) {
      throw Refusals.invalid(
          "Parameter value is either not quoted or unidentified quote types used for string value "
              + found
              + ". Use either single or double quotes.");
    }
    String what =
        switch (known.key().kind()) {
          case ATTRIBUTE -> "attributes";
          case DATASET -> "dataset attributes";
          case METRIC, PARAMETER, TAG, METADATA, SPAN, FEEDBACK, EXPECTATION, ISSUE ->
              known.key().kind().word() + " (e.g. 'my-value')";
        };
    throw Refusals.invalid("Expected a quoted string value for " + what + ". Got value " + found);
  }

  private static void checkPattern(String pattern, String sign) {
    if (pattern.length() > Filter.LONGEST_PATTERN) {
      throw Refusals.invalid(
          "The pattern behind %s has %d characters; at most %d are read"
              .formatted(sign, pattern.length(), Filter.LONGEST_PATTERN));
    }
    if (sign.equals("RLIKE")) {
      Regex.check(pattern);
    }
  }

  private Value list(String sign) {
    if (!tokens.skipMark("(")) {
      throw Refusals.invalid(
          "Expected a list of quoted string values behind %s. Got value %s"
              .formatted(sign, Problem.shorten(tokens.peek().text())));
    }
    if (tokens.skipMark(")")) {
      throw Refusals.invalid(LIST + "a non-empty list of string values, but got empty list");
    }
    List<String> texts = new ArrayList<>();
    do {
      texts.add(element());
      if (texts.size() > Filter.MOST_VALUES) {
        throw Refusals.invalid("A list has more than " + Filter.MOST_VALUES + " values");
      }
    } while (tokens.skipMark(",") && !closes());
    if (!tokens.skipMark(")")) {
      throw illFormed();
    }
    return new Value.Texts(texts);
  }

  /** A comma may stand behind the last value, as in the original. */
  private boolean closes() {
    return tokens.peek() instanceof Token.Mark mark && mark.is(")");
  }

  private String element() {
    Token token = tokens.next();
    return switch (token) {
      case Token.Quoted quoted -> quoted.content();
      case Token.Numeral _, Token.Name _ ->
          throw Refusals.invalid(
              LIST
                  + "string value, punctuation, or whitespace, but got different type in list: "
                  + Problem.shorten(token.text()));
      case Token.Mark _, Token.Sign _, Token.End _ -> throw illFormed();
    };
  }

  private static Failure illFormed() {
    return Refusals.invalid(LIST + "a non-empty list of string values, but got ill-formed list.");
  }
}
