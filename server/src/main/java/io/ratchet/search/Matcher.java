// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import java.util.List;
import java.util.function.Function;

/**
 * Evaluates expressions over values in memory. A comparison holds where one of a key's values
 * fulfils it; a key without values fulfils IS NULL alone.
 */
public final class Matcher {
  private Matcher() {}

  /**
   * @param values what the thing holds under a key; empty where it does not have it, several where
   *     it has several, such as datasets
   */
  public static boolean matches(Expression expression, Function<Key, List<Value>> values) {
    return switch (expression) {
      case Expression.And(List<Expression> all) ->
          all.stream().allMatch(part -> matches(part, values));
      case Expression.Or(List<Expression> any) ->
          any.stream().anyMatch(part -> matches(part, values));
      case Expression.Not(Expression negated) -> !matches(negated, values);
      case Expression.Comparison(Key key, Operator operator, Value value) ->
          holds(values.apply(key), operator, value);
    };
  }

  private static boolean holds(List<Value> held, Operator operator, Value wanted) {
    return switch (operator) {
      case IS_NULL -> held.isEmpty();
      case IS_NOT_NULL -> !held.isEmpty();
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
          LESS_OR_EQUAL ->
          held.stream().anyMatch(value -> holds(value, operator, wanted));
    };
  }

  private static boolean holds(Value held, Operator operator, Value wanted) {
    return switch (wanted) {
      case Value.Text(String text) ->
          held instanceof Value.Text(String own) && text(own, operator, text);
      case Value.Texts(List<String> texts) ->
          held instanceof Value.Text(String own)
              && texts.contains(own) == (operator == Operator.IN);
      case Value.Whole _, Value.Decimal _ -> number(held, operator, wanted);
      case Value.Nothing _ -> throw new IllegalArgumentException(operator.sign());
    };
  }

  private static boolean text(String held, Operator operator, String wanted) {
    return switch (operator) {
      case EQUAL -> held.equals(wanted);
      case NOT_EQUAL -> !held.equals(wanted);
      case LIKE -> Like.matches(wanted, held);
      case ILIKE -> Like.matchesAnyCase(wanted, held);
      case RLIKE -> Regex.found(wanted, held);
      case IN, NOT_IN, IS_NULL, IS_NOT_NULL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL ->
          throw new IllegalArgumentException(operator.sign());
    };
  }

  private static boolean number(Value held, Operator operator, Value wanted) {
    if (held instanceof Value.Whole(long own) && wanted instanceof Value.Whole(long other)) {
      return ordered(operator, Long.compare(own, other));
    }
    double own = asDouble(held);
    double other = asDouble(wanted);
    return Double.isNaN(own)
        ? operator == Operator.NOT_EQUAL
        : ordered(operator, own < other ? -1 : own > other ? 1 : 0);
  }

  static double asDouble(Value value) {
    return switch (value) {
      case Value.Whole(long number) -> number;
      case Value.Decimal(double number) -> number;
      case Value.Text _, Value.Texts _, Value.Nothing _ ->
          throw new IllegalArgumentException("not a number: " + value);
    };
  }

  private static boolean ordered(Operator operator, int comparison) {
    return switch (operator) {
      case EQUAL -> comparison == 0;
      case NOT_EQUAL -> comparison != 0;
      case LESS -> comparison < 0;
      case LESS_OR_EQUAL -> comparison <= 0;
      case GREATER -> comparison > 0;
      case GREATER_OR_EQUAL -> comparison >= 0;
      case IN, NOT_IN, IS_NULL, IS_NOT_NULL, LIKE, ILIKE, RLIKE ->
          throw new IllegalArgumentException(operator.sign());
    };
  }
}
