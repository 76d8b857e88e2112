// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import io.ratchet.base.Problem;
import io.ratchet.mlflow.Refusals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What things are put in order by, the weightiest first. Whatever the direction, things without the
 * key come last, and those whose number is NaN just before them.
 */
public record Ordering(List<Term> terms) {
  /** Most keys of one order. */
  public static final int MOST_TERMS = 20;

  /** Longest clause, in characters. */
  public static final int LONGEST = 1_000;

  /** One key and its direction. */
  public record Term(Key key, boolean ascending) {}

  public Ordering {
    terms = List.copyOf(terms);
  }

  /**
   * The meaning of a list of clauses, each a key with an optional ASC or DESC.
   *
   * @throws io.ratchet.base.Failure INVALID for a clause that is not understood, and for a key that
   *     comes twice
   */
  public static Ordering parse(List<String> clauses, Grammar grammar) {
    if (clauses.size() > MOST_TERMS) {
      throw Refusals.invalid(
          "`order_by` has " + clauses.size() + " fields; at most " + MOST_TERMS + " are read");
    }
    List<Term> terms = clauses.stream().map(clause -> term(clause, grammar)).toList();
    Set<Key> seen = new HashSet<>();
    if (!terms.stream().allMatch(term -> seen.add(term.key()))) {
      throw Refusals.invalid(
          clauses.stream()
              .map(clause -> "'" + Problem.shorten(clause) + "'")
              .collect(Collectors.joining(", ", "`order_by` contains duplicate fields: [", "]")));
    }
    return new Ordering(terms);
  }

  private static Term term(String clause, Grammar grammar) {
    if (clause.length() > LONGEST) {
      throw unreadable(clause);
    }
    Filter.checkCharacters(clause, "order_by");
    List<Token> tokens = Lexer.tokens(clause);
    Word key =
        switch (tokens.getFirst()) {
          case Token.Name name -> name.word();
          case Token.Quoted quoted when quoted.isDouble() -> new Word(null, quoted.content());
          case Token.Quoted _, Token.Numeral _, Token.Sign _, Token.Mark _, Token.End _ ->
              throw unreadable(clause);
        };
    boolean ascending =
        switch (tokens.size()) {
          case 2 -> true;
          case 3 -> ascending(tokens.get(1), clause);
          default -> throw unreadable(clause);
        };
    return new Term(grammar.orderKey(key), ascending);
  }

  private static boolean ascending(Token direction, String clause) {
    if (direction instanceof Token.Name name) {
      if (name.is("ASC")) {
        return true;
      }
      if (name.is("DESC")) {
        return false;
      }
    }
    throw Refusals.invalid(
        "Invalid ordering key in order_by clause '" + Problem.shorten(clause) + "'.");
  }

  private static RuntimeException unreadable(String clause) {
    return Refusals.invalid(
        "Invalid order_by clause '" + Problem.shorten(clause) + "'. Could not be parsed.");
  }

  /** This order, and where it leaves things equal, another. */
  public Ordering then(Term... more) {
    List<Term> longer = new ArrayList<>(terms);
    for (Term term : more) {
      if (longer.stream().noneMatch(known -> known.key().equals(term.key()))) {
        longer.add(term);
      }
    }
    return new Ordering(longer);
  }

  /**
   * The order of things in memory.
   *
   * @param value what a thing holds under a key, null where it does not have it
   */
  public <T> Comparator<T> comparator(BiFunction<T, Key, @Nullable Value> value) {
    return (one, other) -> {
      for (Term term : terms) {
        int order =
            compare(value.apply(one, term.key()), value.apply(other, term.key()), term.ascending());
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }

  private static int compare(@Nullable Value one, @Nullable Value other, boolean ascending) {
    int rank = Integer.compare(rank(one), rank(other));
    if (rank != 0 || one == null || other == null || rank(one) > 0) {
      return rank;
    }
    int order = compare(one, other);
    return ascending ? order : -order;
  }

  private static int rank(@Nullable Value value) {
    if (value == null) {
      return 2;
    }
    return value instanceof Value.Decimal(double number) && Double.isNaN(number) ? 1 : 0;
  }

  private static int compare(Value one, Value other) {
    return switch (one) {
      case Value.Text(String text) when other instanceof Value.Text(String with) ->
          compareCodePoints(text, with);
      case Value.Whole(long number) when other instanceof Value.Whole(long with) ->
          Long.compare(number, with);
      case Value.Text _, Value.Whole _, Value.Decimal _, Value.Texts _, Value.Nothing _ ->
          Double.compare(Matcher.asDouble(one) + 0.0, Matcher.asDouble(other) + 0.0);
    };
  }

  /** As UTF-8 compares, which is how a database does; pairs of surrogates would not. */
  private static int compareCodePoints(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      if (one.charAt(i) != other.charAt(i)) {
        return Integer.compare(one.codePointAt(i), other.codePointAt(i));
      }
    }
    return Integer.compare(one.length(), other.length());
  }
}
