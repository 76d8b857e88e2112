// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.search.Expression;
import io.ratchet.search.Key;
import io.ratchet.search.OrderBy;
import io.ratchet.search.Ordering;
import io.ratchet.search.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one search. Each walks the runs of a group in the order that is asked, by an
 * index where there is one, and stops when the page is full. An order by a metric, a parameter or a
 * tag takes up to three: the runs that have it, those whose value is no number, those without it.
 *
 * <p>The statements say themselves which table comes first and which index has the order. SQLite
 * finds those indexes without statistics; with them it may prefer a skip-scan and sort everything,
 * so nothing here runs ANALYZE. PostgreSQL keeps its statistics by itself.
 */
final class RunWalk {
  /** More groups than that are sorted together, not walked one by one. */
  private static final int GROUPS = 50;

  private final RunQuery query;
  private final Expression.@Nullable Comparison few;
  private final @Nullable Key driver;

  /**
   * The statements of a query.
   *
   * @param few the clause whose runs are gone through; null to walk by the order
   */
  RunWalk(RunQuery query, Expression.@Nullable Comparison few) {
    this.query = query;
    this.few = few;
    this.driver = few == null ? driver(query.order()) : null;
  }

  private static @Nullable Key driver(Ordering order) {
    if (order.terms().isEmpty()) {
      return null;
    }
    Key key = order.terms().getFirst().key();
    return switch (key.kind()) {
      case METRIC, PARAMETER, TAG -> key;
      case ATTRIBUTE, DATASET, METADATA, SPAN, FEEDBACK, EXPECTATION, ISSUE -> null;
    };
  }

  /** The ranks of the first term, each of which is a statement of its own. */
  List<Integer> phases() {
    Key key = driver;
    if (key == null) {
      return List.of(0);
    }
    List<Integer> phases = new ArrayList<>(List.of(0));
    if (isMetric(key)) {
      phases.add(1);
    }
    boolean mustHaveIt =
        Leaves.conjuncts(query.filter())
            .anyMatch(leaf ->
                leaf.key().equals(key) && leaf.operator() != io.ratchet.search.Operator.IS_NULL);
    if (!mustHaveIt) {
      phases.add(2);
    }
    return phases;
  }

  private static boolean isMetric(Key key) {
    return key.kind() == io.ratchet.search.Kind.METRIC;
  }

  /** Stands for the order, so that no token of another one is taken. */
  int order() {
    return query.order().toString().hashCode();
  }

  /** The terms of the order in a phase, whose bindings the statement takes. */
  List<Sort> sorts(Sql sql, int phase) {
    List<Sort> sorts = new ArrayList<>();
    Ordering order = query.order();
    int first = 0;
    Key key = driver;
    if (key != null) {
      boolean isText = RunColumns.isText(key);
      sorts.add(phase == 0 ? led(order.terms().getFirst(), isText) : Sort.fixed(phase, isText));
      first = 1;
    }
    Ordering rest = new Ordering(order.terms().subList(first, order.terms().size()));
    OrderBy others = OrderBy.of(rest, RunColumns::sort, "o");
    sql.bindAll(others.bindings());
    for (int i = 0; i < others.parts().size(); i++) {
      sorts.add(sort(rest.terms().get(i), others.parts().get(i)));
    }
    sorts.add(Sort.present("r.start_time", false, false));
    sorts.add(Sort.present("r.id", true, true));
    return sorts;
  }

  private static Sort led(Ordering.Term term, boolean isText) {
    String indexed = isText ? RunColumns.BEGIN.formatted("w.value") : "w.value";
    return new Sort(null, 0, "w.value", term.ascending(), isText, indexed);
  }

  private static Sort sort(Ordering.Term term, OrderBy.Part part) {
    boolean isText = RunColumns.isText(term.key());
    boolean isAlwaysThere =
        term.key().kind() == io.ratchet.search.Kind.ATTRIBUTE
            && !term.key().name().equals("end_time");
    if (!isAlwaysThere) {
      return new Sort(part.rank(), 0, part.value(), part.ascending(), isText, null);
    }
    String indexed =
        switch (term.key().name()) {
          case "run_name" -> RunColumns.BEGIN.formatted(part.value());
          case "start_time" -> part.value();
          default -> null;
        };
    return new Sort(null, 0, part.value(), part.ascending(), isText, indexed);
  }

  /** The rows of a phase behind a cursor: a run's number and its places. */
  Sql page(int phase, @Nullable Cursor after, int limit) {
    Sql sql = new Sql();
    List<Sort> sorts = sorts(sql, phase);
    Where where = Where.of(query.filter(), RunColumns::filter, "f");
    sql.bindAll(where.bindings());
    String behind = after == null ? begin(sorts) : Keyset.after(sql, sorts, after);
    List<String> parts = new ArrayList<>();
    for (List<Long> groups : portions()) {
      parts.add(
          "SELECT r.number, "
              + Keyset.columns(sorts)
              + from(sql, phase, groups)
              + " AND "
              + query.view().condition("r")
              + " AND "
              + where.text()
              + " AND "
              + behind
              + " ORDER BY "
              + Keyset.orderBy(sorts)
              + " LIMIT "
              + limit);
    }
    if (parts.size() == 1) {
      return sql.add(parts.getFirst());
    }
    for (int i = 0; i < parts.size(); i++) {
      sql.add(i == 0 ? "" : " UNION ALL ");
      sql.add("SELECT * FROM (" + parts.get(i) + ") g" + i);
    }
    return sql.add(" ORDER BY " + Keyset.orderByColumns(sorts) + " LIMIT " + limit);
  }

  /** Always true; without it SQLite does not see that an index has this order. */
  private String begin(List<Sort> sorts) {
    String indexed = sorts.getFirst().indexed();
    boolean isPartOfText =
        indexed != null && !indexed.equals(sorts.getFirst().value()) && driver == null;
    return isPartOfText && few == null ? indexed + " >= ''" : "1 = 1";
  }

  private List<List<Long>> portions() {
    boolean together = few != null || query.groups().size() == 1 || query.groups().size() > GROUPS;
    return together ? List.of(query.groups()) : query.groups().stream().map(List::of).toList();
  }

  /** Up to and with the conditions on the groups. Cross joins are taken in their order. */
  private String from(Sql sql, int phase, List<Long> groups) {
    if (few != null) {
      return candidates(sql, groups, few);
    }
    String inGroups =
        groups.size() == 1
            ? "group_id = " + sql.bind(groups.getFirst())
            : "group_id IN (" + sql.bindList(groups) + ")";
    Key key = driver;
    if (key == null) {
      return " FROM run r WHERE r." + inGroups;
    }
    String table =
        switch (key.kind()) {
          case METRIC -> "run_metric";
          case PARAMETER -> "run_param";
          case TAG -> "run_tag";
          case ATTRIBUTE, DATASET, METADATA, SPAN, FEEDBACK, EXPECTATION, ISSUE ->
              throw new IllegalStateException("no table of " + key);
        };
    if (phase == 2) {
      return " FROM run r WHERE r.%s AND NOT EXISTS (SELECT 1 FROM %s w".formatted(inGroups, table)
          + " WHERE w.run = r.number AND w.key = "
          + sql.bind(key.name())
          + ")";
    }
    return " FROM %s w CROSS JOIN run r WHERE w.%s AND w.key = %s AND r.number = w.run"
            .formatted(table, inGroups, sql.bind(key.name()))
        + (isMetric(key) ? " AND w.is_nan = " + phase + ranges(sql, key, phase) : "");
  }

  private static String candidates(Sql sql, List<Long> groups, Expression.Comparison few) {
    return " FROM ("
        + Leaves.select(sql, groups, few)
        + ") few CROSS JOIN run r WHERE r.number = few.number AND r.group_id IN ("
        + sql.bindList(groups)
        + ")";
  }

  /** What the filter says of the metric that leads narrows the walk. */
  private String ranges(Sql sql, Key key, int phase) {
    StringBuilder ranges = new StringBuilder();
    if (phase == 0) {
      Leaves.conjuncts(query.filter())
          .filter(leaf -> leaf.key().equals(key))
          .forEach(leaf ->
              Optional.ofNullable(Leaves.range(sql, "w.value", leaf))
                  .ifPresent(range -> ranges.append(" AND ").append(range)));
    }
    return ranges.toString();
  }

  /** How many runs match. */
  Sql count() {
    Sql sql = new Sql();
    List<Long> groups = query.groups();
    Expression.Comparison led = few == null ? anyIndexed() : few;
    Where where = Where.of(Leaves.without(query.filter(), led), RunColumns::filter, "f");
    sql.bindAll(where.bindings());
    String from =
        led == null
            ? " FROM run r WHERE r.group_id IN (" + sql.bindList(groups) + ")"
            : candidates(sql, groups, led);
    return sql.add(
        "SELECT COUNT(*)" + from + " AND " + query.view().condition("r") + " AND " + where.text());
  }

  private Expression.@Nullable Comparison anyIndexed() {
    return Leaves.conjuncts(query.filter())
        .filter(leaf -> Leaves.select(new Sql(), query.groups(), leaf) != null)
        .findFirst()
        .orElse(null);
  }
}
