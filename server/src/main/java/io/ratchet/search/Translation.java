// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Turns one expression into SQL.
 *
 * <p>In SQL a comparison with NULL is neither true nor false, and so is its negation. Below a NOT
 * every comparison is therefore guarded, so that it is one of the two; elsewhere unknown and false
 * come to the same, and the shorter text leaves the planner its indexes.
 */
final class Translation {
  private static final String TRUE = "1 = 1";
  private static final String FALSE = "1 = 0";

  private final Columns columns;
  private final Bindings bindings;
  private boolean exact = true;

  Translation(Columns columns, String prefix) {
    this.columns = columns;
    this.bindings = new Bindings(prefix);
  }

  Map<String, Object> bindings() {
    return bindings.values();
  }

  boolean exact() {
    return exact;
  }

  String text(Expression expression) {
    return text(expression, 0);
  }

  private String text(Expression expression, int negations) {
    return switch (expression) {
      case Expression.And(List<Expression> all) -> joined(all, " AND ", TRUE, negations);
      case Expression.Or(List<Expression> any) -> joined(any, " OR ", FALSE, negations);
      case Expression.Not(Expression negated) -> "NOT (" + text(negated, negations + 1) + ")";
      case Expression.Comparison comparison when comparison.operator() == Operator.RLIKE ->
          perhaps(comparison.key(), negations);
      case Expression.Comparison comparison -> comparison(comparison, negations > 0);
    };
  }

  private String joined(List<Expression> parts, String by, String none, int negations) {
    return parts.isEmpty()
        ? none
        : parts.stream()
            .map(part -> text(part, negations))
            .collect(Collectors.joining(by, "(", ")"));
  }

  /** What holds wherever a regular expression might; below a NOT, what holds nowhere. */
  private String perhaps(Key key, int negations) {
    exact = false;
    return negations % 2 == 1
        ? FALSE
        : comparison(
            new Expression.Comparison(key, Operator.IS_NOT_NULL, new Value.Nothing()),
            negations > 0);
  }

  private String comparison(Expression.Comparison comparison, boolean guarded) {
    return switch (columns.column(comparison.key())) {
      case Column.Scalar(String sql) -> scalar(sql, comparison, guarded);
      case Column.Rows rows -> rows(rows, comparison);
    };
  }

  private String scalar(String sql, Expression.Comparison comparison, boolean guarded) {
    return switch (comparison.operator()) {
      case IS_NULL -> sql + " IS NULL";
      case IS_NOT_NULL -> sql + " IS NOT NULL";
      case NOT_EQUAL,
          LIKE,
          EQUAL,
          ILIKE,
          RLIKE,
          IN,
          NOT_IN,
          GREATER,
          GREATER_OR_EQUAL,
          LESS,
          LESS_OR_EQUAL -> {
        String test = test(sql, comparison);
        yield guarded ? "(" + sql + " IS NOT NULL AND " + test + ")" : test;
      }
    };
  }

  private String rows(Column.Rows rows, Expression.Comparison comparison) {
    Key key = comparison.key();
    return switch (comparison.operator()) {
      case IS_NULL -> "NOT " + filled(rows, key, TRUE);
      case IS_NOT_NULL -> filled(rows, key, TRUE);
      case NOT_EQUAL ->
          filled(
              rows,
              key,
              rows.nan() == null
                  ? test(rows.value(), comparison)
                  : "((" + rows.nan() + ") OR " + test(rows.value(), comparison) + ")");
      case LIKE, EQUAL, ILIKE, RLIKE, IN, NOT_IN, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL ->
          filled(
              rows,
              key,
              rows.nan() == null
                  ? test(rows.value(), comparison)
                  : "(" + test(rows.value(), comparison) + " AND NOT (" + rows.nan() + "))");
    };
  }

  private String filled(Column.Rows rows, Key key, String test) {
    String condition = rows.condition();
    if (condition.contains("{key}")) {
      condition = condition.replace("{key}", bindings.add(key.name()));
    }
    return "(" + condition.replace("{test}", test) + ")";
  }

  private String test(String sql, Expression.Comparison comparison) {
    Operator operator = comparison.operator();
    return switch (comparison.value()) {
      case Value.Text(String text) -> text(sql, operator, text);
      case Value.Whole(long number) -> sql + sign(operator) + bindings.add(number);
      case Value.Decimal(double number) -> sql + sign(operator) + bindings.add(number);
      case Value.Texts(List<String> texts) ->
          texts.stream()
              .map(bindings::add)
              .collect(Collectors.joining(", ", sql + " " + operator.sign() + " (", ")"));
      case Value.Nothing _ -> throw new IllegalArgumentException(operator.sign());
    };
  }

  private static String sign(Operator operator) {
    return operator == Operator.NOT_EQUAL ? " <> " : " " + operator.sign() + " ";
  }

  private String text(String sql, Operator operator, String text) {
    return switch (operator) {
      case EQUAL, NOT_EQUAL -> sql + sign(operator) + bindings.add(text);
      case LIKE -> like(sql, text);
      case ILIKE ->
          Like.hasWildcards(text)
              ? "LOWER(" + sql + ") LIKE LOWER(" + bindings.add(escaped(text)) + ") ESCAPE '!'"
              : "LOWER(" + sql + ") = LOWER(" + bindings.add(text) + ")";
      case RLIKE,
          IN,
          NOT_IN,
          IS_NULL,
          IS_NOT_NULL,
          GREATER,
          GREATER_OR_EQUAL,
          LESS,
          LESS_OR_EQUAL ->
          throw new IllegalArgumentException(operator.sign());
    };
  }

  /**
   * LIKE that tells capitals apart everywhere. SQLite's takes {@code a} for {@code A}; so the
   * capitals of those letters that the pattern has are replaced on both sides by characters that
   * Unicode keeps free of meaning and of case. The plain LIKE before it is quick and leaves few.
   */
  private String like(String sql, String pattern) {
    if (!Like.hasWildcards(pattern)) {
      return sql + " = " + bindings.add(pattern);
    }
    String plain = sql + " LIKE " + bindings.add(escaped(pattern)) + " ESCAPE '!'";
    List<Character> capitals =
        IntStream.rangeClosed('A', 'Z')
            .filter(capital -> pattern.indexOf(capital) >= 0 || pattern.indexOf(capital + 32) >= 0)
            .mapToObj(capital -> (char) capital)
            .toList();
    if (capitals.isEmpty()) {
      return plain;
    }
    String marked = pattern;
    String column = sql;
    for (char capital : capitals) {
      char mark = (char) (0xFDD0 + capital - 'A');
      marked = marked.replace(capital, mark);
      column = "REPLACE(" + column + ", '" + capital + "', '" + mark + "')";
    }
    return "("
        + plain
        + " AND "
        + column
        + " LIKE "
        + bindings.add(escaped(marked))
        + " ESCAPE '!')";
  }

  private static String escaped(String pattern) {
    return pattern.replace("!", "!!");
  }
}
