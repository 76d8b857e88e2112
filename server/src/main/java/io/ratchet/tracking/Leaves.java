// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.search.Expression;
import io.ratchet.search.Key;
import io.ratchet.search.Operator;
import io.ratchet.search.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The clauses of a filter that an index answers. Where one of them leaves few runs, the search goes
 * through those; the few are counted in the index, up to a bound, so that the choice needs no
 * statistics and is the same in every engine.
 */
final class Leaves {
  /** As many runs as are gone through rather than walked past. */
  static final int FEW = 2_000;

  private Leaves() {}

  /** The clauses that must all hold. */
  static Stream<Expression.Comparison> conjuncts(Expression filter) {
    return switch (filter) {
      case Expression.And(List<Expression> all) -> all.stream().flatMap(Leaves::conjuncts);
      case Expression.Comparison comparison -> Stream.of(comparison);
      case Expression.Or _, Expression.Not _ -> Stream.empty();
    };
  }

  /** The filter for rows of which a clause is known to hold. */
  static Expression without(Expression filter, Expression.@Nullable Comparison known) {
    if (filter.equals(known)) {
      return Expression.everything();
    }
    return filter instanceof Expression.And(List<Expression> all)
        ? new Expression.And(all.stream().filter(part -> !part.equals(known)).toList())
        : filter;
  }

  /** The clause that leaves the fewest runs, if few. */
  static Optional<Expression.Comparison> fewest(
      Handle handle, List<Long> groups, Expression filter) {
    List<Expression.Comparison> leaves = new ArrayList<>();
    conjuncts(filter).forEach(leaves::add);
    Expression.Comparison best = null;
    int fewest = FEW + 1;
    for (Expression.Comparison leaf : leaves) {
      Sql sql = new Sql().add("SELECT COUNT(*) FROM (");
      String rows = select(sql, groups, leaf);
      if (rows != null) {
        sql.add(rows).add(" LIMIT " + fewest + ") few");
        int count = sql.query(handle).mapTo(Integer.class).one();
        if (count < fewest) {
          fewest = count;
          best = leaf;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** Selects the numbers of the runs that a clause leaves; null where no index knows them. */
  static @Nullable String select(Sql sql, List<Long> groups, Expression.Comparison leaf) {
    Key key = leaf.key();
    return switch (key.kind()) {
      case METRIC -> metric(sql, groups, leaf);
      case PARAMETER -> text(sql, groups, leaf, "run_param");
      case TAG -> text(sql, groups, leaf, "run_tag");
      case ATTRIBUTE -> attribute(sql, groups, leaf);
      case DATASET -> input(sql, groups, leaf);
      case METADATA, SPAN, FEEDBACK, EXPECTATION, ISSUE -> null;
    };
  }

  /** Runs that read a dataset; how they used it is in no index. */
  private static @Nullable String input(Sql sql, List<Long> groups, Expression.Comparison leaf) {
    String name = leaf.key().name();
    if (name.equals("context")) {
      return null;
    }
    String test = equality(sql, "f." + name, leaf);
    return test == null
        ? null
        : ("SELECT DISTINCT i.run AS number FROM input_dataset f"
                + " JOIN run_input i ON i.dataset = f.number WHERE f.group_id IN (%s) AND %s")
            .formatted(sql.bindList(groups), test);
  }

  private static @Nullable String metric(Sql sql, List<Long> groups, Expression.Comparison leaf) {
    String test = range(sql, "f.value", leaf);
    return test == null
        ? null
        : "SELECT f.run AS number FROM run_metric f WHERE f.group_id IN (%s) AND f.key = %s"
                .formatted(sql.bindList(groups), sql.bind(leaf.key().name()))
            + " AND f.is_nan = 0 AND "
            + test;
  }

  /** A comparison of numbers that is a range of an index; null for others. */
  static @Nullable String range(Sql sql, String column, Expression.Comparison leaf) {
    Object number =
        switch (leaf.value()) {
          case Value.Whole(long whole) -> (Object) whole;
          case Value.Decimal(double decimal) -> (Object) decimal;
          case Value.Text _, Value.Texts _, Value.Nothing _ -> null;
        };
    if (number == null) {
      return null;
    }
    return switch (leaf.operator()) {
      case EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL ->
          column + " " + leaf.operator().sign() + " " + sql.bind(number);
      case NOT_EQUAL, LIKE, ILIKE, RLIKE, IS_NULL, IS_NOT_NULL, IN, NOT_IN -> null;
    };
  }

  private static @Nullable String text(
      Sql sql, List<Long> groups, Expression.Comparison leaf, String table) {
    String test = equality(sql, "f.value", leaf);
    return test == null
        ? null
        : "SELECT f.run AS number FROM %s f WHERE f.group_id IN (%s) AND f.key = %s AND %s"
            .formatted(table, sql.bindList(groups), sql.bind(leaf.key().name()), test);
  }

  /** An equality of texts that an index on how they begin answers; null for others. */
  private static @Nullable String equality(Sql sql, String column, Expression.Comparison leaf) {
    List<String> texts =
        switch (leaf.value()) {
          case Value.Text(String text) when leaf.operator() == Operator.EQUAL -> List.of(text);
          case Value.Texts(List<String> all) when leaf.operator() == Operator.IN -> all;
          case Value.Text _, Value.Texts _, Value.Whole _, Value.Decimal _, Value.Nothing _ ->
              List.of();
        };
    if (texts.isEmpty()) {
      return null;
    }
    List<String> begins = new ArrayList<>();
    List<String> whole = new ArrayList<>();
    for (String text : texts) {
      String name = sql.bind(text);
      whole.add(name);
      begins.add(RunColumns.BEGIN.formatted(name));
    }
    return "%s IN (%s) AND %s IN (%s)"
        .formatted(
            RunColumns.BEGIN.formatted(column),
            String.join(", ", begins),
            column,
            String.join(", ", whole));
  }

  private static @Nullable String attribute(
      Sql sql, List<Long> groups, Expression.Comparison leaf) {
    return switch (leaf.key().name()) {
      case "run_name" -> {
        String test = equality(sql, "f.name", leaf);
        yield test == null
            ? null
            : "SELECT f.number FROM run f WHERE f.group_id IN (%s) AND %s"
                .formatted(sql.bindList(groups), test);
      }
      case "run_id" ->
          switch (leaf.value()) {
            case Value.Text(String id) when leaf.operator() == Operator.EQUAL ->
                "SELECT f.number FROM run f WHERE f.id = " + sql.bind(id);
            case Value.Texts(List<String> ids) when leaf.operator() == Operator.IN ->
                "SELECT f.number FROM run f WHERE f.id IN (" + sql.bindList(ids) + ")";
            case Value.Text _, Value.Texts _, Value.Whole _, Value.Decimal _, Value.Nothing _ ->
                null;
          };
      default -> null;
    };
  }
}
