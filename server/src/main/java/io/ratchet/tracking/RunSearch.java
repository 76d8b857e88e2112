// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.search.Expression;
import io.ratchet.storage.Database;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Searches runs. */
final class RunSearch {
  private final Database database;

  RunSearch(Database database) {
    this.database = database;
  }

  private record Row(long number, Cursor cursor) {}

  RunQuery.Result search(RunQuery query, Projection projection) {
    return database.read(handle -> {
      List<Long> groups = RunGroupStore.known(handle, query.project(), query.groups());
      if (groups.isEmpty()) {
        return new RunQuery.Result(List.of(), null, query.isCounted() ? (Long) 0L : null);
      }
      return search(handle, query.in(groups), projection);
    });
  }

  private static RunQuery.Result search(Handle handle, RunQuery query, Projection projection) {
    Expression.Comparison few = Leaves.fewest(handle, query.groups(), query.filter()).orElse(null);
    RunWalk walk = new RunWalk(query, few);
    List<Row> rows = rows(handle, query, walk);
    boolean isLast = rows.size() <= query.limit();
    List<Row> shown = isLast ? rows : rows.subList(0, query.limit());
    List<RunInfo> infos = RunStore.all(handle, shown.stream().map(Row::number).toList());
    return new RunQuery.Result(
        RunReader.read(handle, infos, projection),
        isLast ? null : shown.getLast().cursor().token(),
        total(handle, query, walk));
  }

  private static @Nullable Long total(Handle handle, RunQuery query, RunWalk walk) {
    return query.isCounted() ? walk.count().query(handle).mapTo(Long.class).one() : null;
  }

  /** One row more than asked where there are more. */
  private static List<Row> rows(Handle handle, RunQuery query, RunWalk walk) {
    Cursor after = after(query, walk);
    List<Row> rows = new ArrayList<>();
    for (int phase : walk.phases()) {
      int rank = after == null ? 0 : after.places().getFirst().rank();
      boolean isBehind = walk.phases().size() > 1 && phase < rank;
      int missing = query.limit() + 1 - rows.size();
      if (!isBehind && missing > 0) {
        Cursor begin = walk.phases().size() == 1 || phase == rank ? after : null;
        List<Sort> sorts = walk.sorts(new Sql(), phase);
        walk.page(phase, begin, missing)
            .query(handle)
            .map((row, _) -> new Row(row.getLong("number"), Cursor.read(row, walk.order(), sorts)))
            .forEach(rows::add);
      }
    }
    return rows;
  }

  private static @Nullable Cursor after(RunQuery query, RunWalk walk) {
    String key = query.pageKey();
    return key == null ? null : Cursor.of(key, walk.order(), walk.sorts(new Sql(), 0));
  }
}
