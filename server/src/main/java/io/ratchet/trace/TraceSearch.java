// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Page;
import io.ratchet.mlflow.Refusals;
import io.ratchet.search.Expression;
import io.ratchet.search.Filter;
import io.ratchet.search.Grammars;
import io.ratchet.search.Matcher;
import io.ratchet.search.Ordering;
import io.ratchet.search.Where;
import io.ratchet.storage.Database;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds traces. A value that few traces have is looked up first; otherwise the traces of a group
 * are walked in their order until a page is full.
 */
public final class TraceSearch {
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
      RareClauses rare = RareClauses.of(handle, question.filter());
      if (rare.ids() != null && rare.ids().isEmpty()) {
        return new Page<>(List.of(), null);
      }
      Where where = Where.of(rare.rest(), new TraceColumns(true), "f");
      Walk walk = new Walk(question, order, where, rare.ids());
      return where.exact()
          ? exactly(handle, walk, limit, after)
          : looking(handle, walk, limit, after);
    });
  }

  /** How two filters go together among the traces that a third one leaves. */
  Correlation correlation(
      List<String> groups, Expression base, Expression first, Expression second) {
    TraceColumns columns = new TraceColumns(false);
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

  /**
   * What traces are gone through, and how.
   *
   * @param ids only these; null for all of the groups
   */
  private record Walk(
      Question question, TraceOrder order, Where where, @Nullable Set<String> ids) {}

  private static Page<TraceInfo> exactly(
      Handle handle, Walk walk, int limit, @Nullable String after) {
    Page<Hit> page = Page.cut(hits(handle, walk, limit + 1, after), limit, Hit::place);
    return new Page<>(
        Traces.infos(handle, page.items().stream().map(Hit::id).toList()), page.nextPageToken());
  }

  /** Looks at what the database found, as often as it takes, up to a limit. */
  private static Page<TraceInfo> looking(
      Handle handle, Walk walk, int limit, @Nullable String after) {
    List<TraceInfo> found = new ArrayList<>();
    String place = after;
    for (int seen = 0; seen < LOOKED_AT; seen += LOOKED_AT_ONCE) {
      List<Hit> hits = hits(handle, walk, LOOKED_AT_ONCE, place);
      Map<String, TraceInfo> infos = new HashMap<>();
      Traces.infos(handle, hits.stream().map(Hit::id).toList())
          .forEach(info -> infos.put(info.id(), info));
      for (Hit hit : hits) {
        place = hit.place();
        TraceInfo info = infos.get(hit.id());
        Expression filter = walk.question().filter();
        if (info != null && Matcher.matches(filter, key -> TraceValues.of(handle, info, key))) {
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

  private static List<Hit> hits(Handle handle, Walk walk, int limit, @Nullable String after) {
    Question question = walk.question();
    TraceOrder order = walk.order();
    Map<String, Object> bindings = new HashMap<>(walk.where().bindings());
    // the engines then begin with the ids, and not with the group
    String group = walk.ids() == null ? "t.run_group" : "(t.run_group || '')";
    String sql =
        "SELECT t.id, "
            + order.columns()
            + " FROM trace t WHERE "
            + (walk.ids() == null ? "" : "t.id IN (<ids>) AND ")
            + group
            + (question.groups().size() == 1 ? " = <groups>" : " IN (<groups>)")
            + " AND "
            + walk.where().text()
            + " AND "
            + order.after(after, bindings)
            + " ORDER BY "
            + order.text()
            + " LIMIT :limit";
    var query = handle.createQuery(sql).bindMap(bindings).bindList("groups", question.groups());
    if (walk.ids() != null) {
      query.bindList("ids", padded(walk.ids()));
    }
    return query
        .bind("limit", limit)
        .map((row, _) -> new Hit(row.getString("id"), order.place(row)))
        .list();
  }

  /** Padded to a power of two by repeating the last, so that there are few statements. */
  private static List<String> padded(Set<String> ids) {
    List<String> all = new ArrayList<>(ids);
    int size = Integer.highestOneBit(2 * all.size() - 1);
    all.addAll(Collections.nCopies(size - all.size(), all.getLast()));
    return all;
  }
}
