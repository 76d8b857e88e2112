// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Project;
import io.ratchet.search.Column;
import io.ratchet.search.Expression;
import io.ratchet.search.Key;
import io.ratchet.search.Kind;
import io.ratchet.search.OrderBy;
import io.ratchet.search.Ordering;
import io.ratchet.search.SortColumn;
import io.ratchet.search.Where;
import io.ratchet.storage.Database;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Searches groups. */
final class RunGroupSearch {
  private static final Ordering.Term NEWEST =
      new Ordering.Term(new Key(Kind.ATTRIBUTE, "creation_time"), false);

  private final Database database;

  RunGroupSearch(Database database) {
    this.database = database;
  }

  /**
   * A page of groups.
   *
   * @param nextPageToken null on the last page
   */
  record Result(List<RunGroup> groups, @Nullable String nextPageToken) {
    Result {
      groups = List.copyOf(groups);
    }
  }

  private record Row(RunGroup group, Cursor cursor) {}

  Result search(
      Project project,
      Expression filter,
      Ordering asked,
      View view,
      int limit,
      @Nullable String pageKey) {
    Ordering order = asked.terms().isEmpty() ? asked.then(NEWEST) : asked;
    return database.read(handle -> {
      List<Row> rows = rows(handle, project, filter, order, view, limit + 1, pageKey);
      boolean isLast = rows.size() <= limit;
      List<Row> shown = isLast ? rows : rows.subList(0, limit);
      return new Result(
          RunGroupStore.tagged(handle, shown.stream().map(Row::group).toList()),
          isLast ? null : shown.getLast().cursor().token());
    });
  }

  private static List<Row> rows(
      Handle handle,
      Project project,
      Expression filter,
      Ordering order,
      View view,
      int limit,
      @Nullable String pageKey) {
    Sql sql = new Sql();
    List<Sort> sorts = sorts(sql, order);
    int stamp = order.toString().hashCode();
    Where where = Where.of(filter, RunGroupSearch::column, "f");
    sql.bindAll(where.bindings());
    String behind =
        pageKey == null ? "1 = 1" : Keyset.after(sql, sorts, Cursor.of(pageKey, stamp, sorts));
    return sql.add(
            "SELECT "
                + RunGroupStore.COLUMNS
                + ", "
                + Keyset.columns(sorts)
                + " FROM run_group g WHERE g.project = "
                + sql.bind(project.name())
                + " AND "
                + view.condition("g")
                + " AND "
                + where.text()
                + " AND "
                + behind
                + " ORDER BY "
                + Keyset.orderBy(sorts)
                + " LIMIT "
                + limit)
        .query(handle)
        .map((row, _) -> new Row(RunGroupStore.group(row), Cursor.read(row, stamp, sorts)))
        .list();
  }

  private static List<Sort> sorts(Sql sql, Ordering order) {
    List<Sort> sorts = new ArrayList<>();
    OrderBy parts = OrderBy.of(order, key -> new SortColumn(attribute(key)), "o");
    sql.bindAll(parts.bindings());
    for (int i = 0; i < parts.parts().size(); i++) {
      boolean isText = order.terms().get(i).key().name().equals("name");
      OrderBy.Part part = parts.parts().get(i);
      sorts.add(Sort.present(part.value(), part.ascending(), isText));
    }
    sorts.add(Sort.present("g.id", true, false));
    return sorts;
  }

  private static Column column(Key key) {
    return key.kind() == Kind.TAG
        ? new Column.Rows(
            "EXISTS (SELECT 1 FROM run_group_tag f WHERE f.group_id = g.id AND f.key = {key}"
                + " AND {test})",
            "f.value")
        : new Column.Scalar(attribute(key));
  }

  private static String attribute(Key key) {
    return switch (key.name()) {
      case "name" -> "g.name";
      case "experiment_id" -> "g.id";
      case "creation_time" -> "g.created_at";
      case "last_update_time" -> "g.changed_at";
      default -> throw new IllegalArgumentException("not a key of groups: " + key);
    };
  }
}
