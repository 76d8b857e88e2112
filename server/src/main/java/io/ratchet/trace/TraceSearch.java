// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Page;
import io.ratchet.mlflow.Refusals;
import io.ratchet.search.Expression;
import io.ratchet.search.Filter;
import io.ratchet.search.Grammars;
import io.ratchet.search.Key;
import io.ratchet.search.Kind;
import io.ratchet.search.Matcher;
import io.ratchet.search.Operator;
import io.ratchet.search.Ordering;
import io.ratchet.search.Value;
import io.ratchet.search.Where;
import io.ratchet.storage.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds traces. A value that few traces have is looked up first; otherwise the traces of a group
 * are walked in their order until a page is full.
 */
public final class TraceSearch {
  /** So many at most count as few. */
  private static final int FEW = 1_000;

  /** Traces that one search looks at for what a database cannot say, such as a pattern. */
  private static final int LOOKED_AT = 2_000;

  private static final int LOOKED_AT_ONCE = 200;

  private final Database database;

  public TraceSearch(Database database) {
    this.database = database;
  }

  /** What is looked for. */
  record Question(List<String> groups, Expression filter, Ordering ordering) {
    static Question of(List<String> groups, @Nullable String filter, List<String> orderBy) {
      return new Question(
          groups, Filter.parse(filter, Grammars.TRACES), Ordering.parse(orderBy, Grammars.TRACES));
    }
  }

  /** A trace that was found, and its place in the order. */
  private record Hit(String id, String place) {}

  /**
   * A page of traces without their spans.
   *
   * @param after where the page before ended; null for the first
   */
  Page<TraceInfo> find(Question question, int limit, @Nullable String after) {
    if (question.groups().isEmpty()) {
      return new Page<>(List.of(), null);
    }
    return database.read(handle -> {
      TraceOrder order = new TraceOrder(question.ordering());
      TraceColumns columns = new TraceColumns(rare(handle, question.filter()));
      Where where = Where.of(question.filter(), columns, "f");
      return where.exact()
          ? exactly(handle, question, order, where, columns, limit, after)
          : looking(handle, question, order, where, columns, limit, after);
    });
  }

  /** How two filters go together among the traces that a third one leaves. */
  Correlation correlation(
      List<String> groups, Expression base, Expression first, Expression second) {
    TraceColumns columns = new TraceColumns(Set.of());
    Where among = Where.of(base, columns, "b");
    Where one = Where.of(first, columns, "f");
    Where other = Where.of(second, columns, "s");
    if (!among.exact() || !one.exact() || !other.exact()) {
      throw Refusals.invalid("Traces cannot be counted by RLIKE.");
    }
    if (groups.isEmpty()) {
      return new Correlation(0, 0, 0, 0);
    }
    Map<String, Object> bindings = new HashMap<>(among.bindings());
    bindings.putAll(one.bindings());
    bindings.putAll(other.bindings());
    String sql =
        "SELECT COUNT(*) AS everything, "
            + count(one.text(), "one")
            + ", "
            + count(other.text(), "other")
            + ", "
            + count(one.text() + " AND " + other.text(), "together")
            + " FROM trace t WHERE t.run_group IN (<groups>) AND "
            + among.text();
    return database.read(handle ->
        handle
            .createQuery(sql)
            .bindList("groups", groups)
            .bindMap(bindings)
            .map((row, _) ->
                new Correlation(
                    row.getLong("one"),
                    row.getLong("other"),
                    row.getLong("together"),
                    row.getLong("everything")))
            .one());
  }

  private static String count(String condition, String name) {
    return "SUM(CASE WHEN " + condition + " THEN 1 ELSE 0 END) AS " + name;
  }

  private static Page<TraceInfo> exactly(
      Handle handle,
      Question question,
      TraceOrder order,
      Where where,
      TraceColumns columns,
      int limit,
      @Nullable String after) {
    Page<Hit> page =
        Page.cut(
            hits(handle, question, order, where, columns, limit + 1, after), limit, Hit::place);
    return new Page<>(
        Traces.infos(handle, page.items().stream().map(Hit::id).toList()), page.nextPageToken());
  }

  /** Looks at what the database found, as often as it takes, up to a limit. */
  private static Page<TraceInfo> looking(
      Handle handle,
      Question question,
      TraceOrder order,
      Where where,
      TraceColumns columns,
      int limit,
      @Nullable String after) {
    List<TraceInfo> found = new ArrayList<>();
    String place = after;
    for (int seen = 0; seen < LOOKED_AT; seen += LOOKED_AT_ONCE) {
      List<Hit> hits = hits(handle, question, order, where, columns, LOOKED_AT_ONCE, place);
      Map<String, TraceInfo> infos = new HashMap<>();
      Traces.infos(handle, hits.stream().map(Hit::id).toList())
          .forEach(info -> infos.put(info.id(), info));
      for (Hit hit : hits) {
        place = hit.place();
        TraceInfo info = infos.get(hit.id());
        if (info != null
            && Matcher.matches(question.filter(), key -> TraceValues.of(handle, info, key))) {
          found.add(info);
          if (found.size() == limit) {
            return Page.endingAt(found, place);
          }
        }
      }
      if (hits.size() < LOOKED_AT_ONCE) {
        return new Page<>(found, null);
      }
    }
    return place == null ? new Page<>(found, null) : Page.endingAt(found, place);
  }

  private static List<Hit> hits(
      Handle handle,
      Question question,
      TraceOrder order,
      Where where,
      TraceColumns columns,
      int limit,
      @Nullable String after) {
    Map<String, Object> bindings = new HashMap<>(where.bindings());
    // the engines then begin with what is rare, and not with the group
    String group = columns.rare().isEmpty() ? "t.run_group" : "(t.run_group || '')";
    String sql =
        "SELECT t.id, "
            + order.columns()
            + " FROM trace t WHERE "
            + group
            + (question.groups().size() == 1 ? " = :group0" : " IN (" + names(question) + ")")
            + " AND "
            + where.text()
            + " AND "
            + order.after(after, bindings)
            + " ORDER BY "
            + order.text()
            + " LIMIT :limit";
    for (int i = 0; i < question.groups().size(); i++) {
      bindings.put("group" + i, question.groups().get(i));
    }
    return handle
        .createQuery(sql)
        .bindMap(bindings)
        .bind("limit", limit)
        .map((row, _) -> new Hit(row.getString("id"), order.place(row)))
        .list();
  }

  private static String names(Question question) {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < question.groups().size(); i++) {
      names.append(i == 0 ? ":group" : ", :group").append(i);
    }
    return names.toString();
  }

  /** The keys that must have one value each, which few traces have. */
  private static Set<Key> rare(Handle handle, Expression filter) {
    Set<Key> rare = new HashSet<>();
    Set<Key> several = new HashSet<>();
    Set<Key> seen = new HashSet<>();
    filter
        .comparisons()
        .forEach(comparison -> {
          if (!seen.add(comparison.key())) {
            several.add(comparison.key());
          }
        });
    required(filter)
        .filter(comparison -> !several.contains(comparison.key()))
        .filter(comparison -> isRare(handle, comparison))
        .forEach(comparison -> rare.add(comparison.key()));
    return rare;
  }

  /** The comparisons without which nothing fulfils a filter. */
  private static Stream<Expression.Comparison> required(Expression filter) {
    return switch (filter) {
      case Expression.And(List<Expression> all) -> all.stream().flatMap(TraceSearch::required);
      case Expression.Comparison comparison -> Stream.of(comparison);
      case Expression.Or _, Expression.Not _ -> Stream.of();
    };
  }

  private static boolean isRare(Handle handle, Expression.Comparison comparison) {
    if (comparison.operator() != Operator.EQUAL
        || !(comparison.value() instanceof Value.Text(String value))
        || value.codePointCount(0, value.length()) > TraceColumns.INDEXED) {
      return false;
    }
    Key key = comparison.key();
    if (key.kind() == Kind.ATTRIBUTE && key.name().equals("client_request_id")) {
      return true;
    }
    TraceColumns.Place place = TraceColumns.place(key);
    if (place == null || place.indexed() == null) {
      return false;
    }
    String which = place.which().replace("{key}", ":key");
    var query =
        handle.createQuery(
            "SELECT COUNT(*) FROM (SELECT 1 FROM %s x WHERE %s%s AND %s = :value LIMIT :few) few"
                .formatted(place.table(), which, place.indexed(), place.value()));
    if (which.contains(":key")) {
      query.bind("key", key.name());
    }
    return query.bind("value", value).bind("few", FEW + 1).mapTo(Integer.class).one() <= FEW;
  }
}
