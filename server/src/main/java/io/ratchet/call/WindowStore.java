// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/** The rows of windows. */
final class WindowStore {
  private WindowStore() {}

  /** Which window: of a series, as long as a span, from a moment in milliseconds. */
  record Key(int series, Span span, long start) {}

  private record Row(int series, int span, long start, byte[] stats) {}

  /** The windows of a node that are there. */
  static Map<Key, Window> load(Handle handle, int node, List<Key> keys) {
    List<Row> rows =
        Bulk.select(
            handle,
            count ->
                """
                WITH wanted (series, span, start) AS (VALUES %s)
                SELECT w.series, w.span, w.start, w.stats
                FROM wanted JOIN window_stats w
                  ON w.series = wanted.series AND w.span = wanted.span AND w.start = wanted.start
                WHERE w.node = %d
                """
                    .formatted(
                        Bulk.repeat(
                            "(CAST(? AS INTEGER), CAST(? AS INTEGER), CAST(? AS BIGINT))", count),
                        node),
            keys,
            (statement, last, key) -> {
              statement.setInt(last + 1, key.series());
              statement.setInt(last + 2, key.span().code());
              statement.setLong(last + 3, key.start());
              return last + 3;
            },
            row -> new Row(row.getInt(1), row.getInt(2), row.getLong(3), row.getBytes(4)));
    Map<Key, Window> windows = new HashMap<>();
    for (Row row : rows) {
      Key key = new Key(row.series(), Span.ofCode(row.span()), row.start());
      windows.computeIfAbsent(
          key,
          _ -> {
            Window window = new Window();
            window.merge(row.stats());
            return window;
          });
    }
    return windows;
  }

  static void store(Handle handle, int node, Map<Key, Window> windows) {
    Bulk.change(
        handle,
        """
        INSERT INTO window_stats (series, span, start, node, stats) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (series, span, start, node) DO UPDATE SET stats = excluded.stats
        """,
        windows.entrySet(),
        (statement, _, entry) -> {
          Key key = entry.getKey();
          statement.setInt(1, key.series());
          statement.setInt(2, key.span().code());
          statement.setLong(3, key.start());
          statement.setInt(4, node);
          statement.setBytes(5, entry.getValue().toBytes());
          return 5;
        });
  }

  /** Hands out the windows of all nodes that begin from one moment up to before another. */
  static void read(
      Handle handle, int series, Span span, long from, long to, BiConsumer<Long, byte[]> reader) {
    handle
        .createQuery(
            """
            SELECT start, stats FROM window_stats
            WHERE series = :series AND span = :span AND start >= :from AND start < :to
            ORDER BY start, node
            """)
        .bind("series", series)
        .bind("span", span.code())
        .bind("from", from)
        .bind("to", to)
        .map((row, _) -> Map.entry(row.getLong("start"), row.getBytes("stats")))
        .forEach(row -> reader.accept(row.getKey(), row.getValue()));
  }
}
