// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.mlflow.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads one filter by recursive descent: OR binds weakest, then AND, then NOT, then parentheses.
 */
final class Parser {
  private static final Set<String> KEYWORDS =
      Set.of("AND", "OR", "NOT", "IN", "LIKE", "ILIKE", "RLIKE", "IS", "NULL");

  private final String text;
  private final Grammar grammar;
  private final Tokens tokens;
  private int clauses;
  private int depth;

  Parser(String text, Grammar grammar) {
    this.text = text;
    this.grammar = grammar;
    this.tokens = new Tokens(Lexer.tokens(text));
  }

  Expression parse() {
    Expression expression = disjunction();
    if (!tokens.atEnd()) {
      throw stray();
    }
    return expression;
  }

  private Expression disjunction() {
    List<Expression> any = new ArrayList<>();
    do {
      any.add(conjunction());
    } while (tokens.skip("OR"));
    return any.size() == 1 ? any.getFirst() : new Expression.Or(any);
  }

  private Expression conjunction() {
    List<Expression> all = new ArrayList<>();
    do {
      all.add(negation());
    } while (tokens.skip("AND"));
    return all.size() == 1 ? all.getFirst() : new Expression.And(all);
  }

  private Expression negation() {
    if (tokens.skip("NOT")) {
      deeper();
      Expression negated = negation();
      depth--;
      return new Expression.Not(negated);
    }
    if (tokens.skipMark("(")) {
      deeper();
      Expression within = disjunction();
      if (!tokens.skipMark(")")) {
        throw stray();
      }
      depth--;
      return within;
    }
    return comparison();
  }

  private void deeper() {
    if (++depth > Filter.DEEPEST) {
      throw Refusals.invalid("The filter is nested deeper than " + Filter.DEEPEST + " levels");
    }
  }

  private Expression comparison() {
    if (++clauses > Filter.MOST_CLAUSES) {
      throw Refusals.invalid("The filter has more than " + Filter.MOST_CLAUSES + " clauses");
    }
    Token token = tokens.peek();
    Word written = key(token);
    tokens.next();
    String sign = tokens.sign();
    if (sign.isEmpty()) {
      throw grammar.strayClause(token.text());
    }
    Grammar.Known known = grammar.filterKey(written);
    Value value = new Operand(grammar, tokens, known).read(sign);
    Operator operator =
        Operator.of(sign)
            .filter(known.operators()::contains)
            .orElseThrow(() -> grammar.unfitOperator(known, sign));
    return new Expression.Comparison(known.key(), operator, value);
  }

  private Word key(Token token) {
    return switch (token) {
      case Token.Name name when !KEYWORDS.contains(name.text().toUpperCase(Locale.ROOT)) -> {
        if (name.word().name().isEmpty()) {
          throw stray();
        }
        yield name.word();
      }
      case Token.Quoted quoted when quoted.isDouble() -> new Word(null, quoted.content());
      case Token.Name _, Token.Quoted _, Token.Numeral _, Token.Sign _, Token.Mark _, Token.End _ ->
          throw stray();
    };
  }

  /** Something stands where nothing like it can stand. */
  private Failure stray() {
    Token token = tokens.peek();
    if (tokens.atEnd()) {
      return Refusals.invalid(
          "Invalid filter '" + Problem.shorten(text) + "'. Could not be parsed.");
    }
    if (token.text().equals(";") && !tokens.isLast()) {
      return Refusals.invalid(
          "Search filter contained multiple expression '"
              + Problem.shorten(text)
              + "'. Provide AND-ed expression list.");
    }
    return grammar.strayClause(token.text());
  }
}
