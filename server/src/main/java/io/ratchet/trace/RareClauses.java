// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.search.Column;
import io.ratchet.search.Expression;
import io.ratchet.search.Key;
import io.ratchet.search.Kind;
import io.ratchet.search.Value;
import io.ratchet.search.Where;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The clauses of a filter that few traces fulfil, by what the indexes of values say: the search
 * goes through those traces. They are looked up, up to a bound, so that the choice needs no
 * statistics and is the same in every engine.
 *
 * @param ids of the traces that fulfil all of those clauses, of any group; null where there is no
 *     such clause
 * @param rest what else is to be fulfilled
 */
record RareClauses(@Nullable Set<String> ids, Expression rest) {
  /** So many traces at most count as few. */
  private static final int FEW = 1_000;

  /** What no character follows, in the order of code points. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  /** Everything that an index of values has. */
  private static final Range ALL = new Range("1 = 1", Map.of());

  /** Where in an index the values are that can fulfil a comparison. */
  private record Range(String sql, Map<String, Object> bindings) {}

  static RareClauses of(Handle handle, Expression filter) {
    Set<String> ids = null;
    List<Expression> rest = new ArrayList<>();
    for (Expression part : required(filter).toList()) {
      List<String> few =
          part instanceof Expression.Comparison comparison ? few(handle, comparison) : null;
      if (few == null) {
        rest.add(part);
      } else if (ids == null) {
        ids = new LinkedHashSet<>(few);
      } else {
        ids.retainAll(Set.copyOf(few));
      }
    }
    return ids == null
        ? new RareClauses(null, filter)
        : new RareClauses(ids, new Expression.And(rest));
  }

  /** The parts without which nothing fulfils a filter. */
  private static Stream<Expression> required(Expression filter) {
    return switch (filter) {
      case Expression.And(List<Expression> all) -> all.stream().flatMap(RareClauses::required);
      case Expression.Comparison _, Expression.Or _, Expression.Not _ -> Stream.of(filter);
    };
  }

  /** The traces that fulfil a comparison; null where they are many, or no index knows. */
  private static @Nullable List<String> few(Handle handle, Expression.Comparison comparison) {
    List<Range> ranges = ranges(comparison);
    if (ranges.isEmpty()) {
      return null;
    }
    TraceColumns.Place place = TraceColumns.place(comparison.key());
    Map<String, Object> bindings = new HashMap<>();
    ranges.forEach(range -> bindings.putAll(range.bindings()));
    String rows =
        place == null
            ? "SELECT t.id AS trace_id FROM trace t WHERE {test}"
            : place.rows(
                ranges.stream().map(Range::sql).toList(),
                comparison.operator() != io.ratchet.search.Operator.EQUAL);
    String value = place == null ? "t.client_request_id" : place.value();
    Where where = Where.of(comparison, _ -> new Column.Rows(rows, value), "c");
    bindings.putAll(where.bindings());
    List<String> few =
        handle
            .createQuery("SELECT trace_id FROM " + where.text() + " few LIMIT :few")
            .bindMap(bindings)
            .bind("few", FEW + 1)
            .mapTo(String.class)
            .list();
    return few.size() > FEW ? null : few;
  }

  private static List<Range> ranges(Expression.Comparison comparison) {
    Key key = comparison.key();
    if (!(comparison.value() instanceof Value.Text(String value)) || value.isEmpty()) {
      return List.of();
    }
    TraceColumns.Place place = TraceColumns.place(key);
    boolean isByKey = key.kind() == Kind.TAG || key.kind() == Kind.METADATA;
    return switch (comparison.operator()) {
      case EQUAL -> {
        boolean isIndexed = place == null ? isClientRequest(key) : place.indexed() != null;
        boolean isShort = value.codePointCount(0, value.length()) <= TraceColumns.INDEXED;
        yield isIndexed && isShort ? List.of(ALL) : List.of();
      }
      case NOT_EQUAL ->
          isByKey
              ? List.of(
                  new Range("x.value < :below", Map.of("below", value)),
                  new Range("x.value > :above", Map.of("above", value)))
              : List.of();
      case LIKE -> isByKey ? List.of(like(value)) : List.of();
      case ILIKE -> isByKey ? List.of(ALL) : List.of();
      case RLIKE,
          IN,
          NOT_IN,
          IS_NULL,
          IS_NOT_NULL,
          GREATER,
          GREATER_OR_EQUAL,
          LESS,
          LESS_OR_EQUAL ->
          List.of();
    };
  }

  private static boolean isClientRequest(Key key) {
    return key.kind() == Kind.ATTRIBUTE && key.name().equals("client_request_id");
  }

  /** A pattern that says how values begin needs not look at the others. */
  private static Range like(String pattern) {
    int end = 0;
    while (end < pattern.length() && pattern.charAt(end) != '%' && pattern.charAt(end) != '_') {
      end++;
    }
    String begin = pattern.substring(0, end);
    return end == 0
        ? ALL
        : new Range(
            "x.value >= :first AND x.value <= :last", Map.of("first", begin, "last", begin + LAST));
  }
}
