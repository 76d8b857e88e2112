// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.ingest;

import io.ratchet.bench.harness.Storage;
import io.ratchet.storage.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The least that makes calls durable in the same engine: the rows that the product wrote, inserted
 * into the same tables of another database with the product's settings, one prepared batch after
 * the other, and nothing read, decoded or added up.
 */
final class RawInsertion {
  private static final List<String> TABLES = List.of("call", "call_body");

  private final Storage.Place source;
  private final Storage.Place target;
  private final int commit;

  /**
   * Prepares an insertion.
   *
   * @param commit rows of each transaction
   */
  RawInsertion(Storage.Place source, Storage.Place target, int commit) {
    this.source = source;
    this.target = target;
    this.commit = commit;
  }

  /** Rows of one transaction, by table. */
  private record Rows(List<String> columns, List<@Nullable Object[]> values) {}

  /** Rows a second, after so many that do not count. */
  double perSecond(long uncounted) throws SQLException {
    long nanos = 0;
    long counted = 0;
    long from = Long.MIN_VALUE;
    try (Connection reader = source.connect();
        Database database = Database.open(target.url())) {
      while (true) {
        Rows calls = read(reader, TABLES.getFirst(), from, Long.MAX_VALUE, commit);
        if (calls.values().isEmpty()) {
          return counted * 1e9 / nanos;
        }
        long last = sequence(calls);
        Rows bodies = read(reader, TABLES.getLast(), from, last, Integer.MAX_VALUE);
        from = last;
        long start = System.nanoTime();
        database.change(handle -> {
          insert(handle.getConnection(), TABLES.getFirst(), calls);
          insert(handle.getConnection(), TABLES.getLast(), bodies);
        });
        if (uncounted > 0) {
          uncounted -= calls.values().size();
        } else {
          nanos += System.nanoTime() - start;
          counted += calls.values().size();
        }
      }
    }
  }

  private static long sequence(Rows rows) {
    Object last = rows.values().getLast()[rows.columns().indexOf("sequence")];
    if (last instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalStateException("no sequence: " + last);
  }

  private static Rows read(Connection reader, String table, long after, long to, int limit)
      throws SQLException {
    String sql =
        "SELECT * FROM %s WHERE sequence > %d AND sequence <= %d ORDER BY sequence LIMIT %d"
            .formatted(table, after, to, limit);
    try (Statement statement = reader.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        columns.add(result.getMetaData().getColumnName(i));
      }
      List<@Nullable Object[]> values = new ArrayList<>();
      while (result.next()) {
        @Nullable Object[] row = new @Nullable Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = result.getObject(i + 1);
        }
        values.add(row);
      }
      return new Rows(columns, values);
    }
  }

  private static void insert(Connection connection, String table, Rows rows) {
    String sql =
        "INSERT INTO %s (%s) VALUES (%s)"
            .formatted(
                table,
                String.join(", ", rows.columns()),
                String.join(", ", Collections.nCopies(rows.columns().size(), "?")));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (@Nullable Object[] row : rows.values()) {
        for (int i = 0; i < row.length; i++) {
          statement.setObject(i + 1, row[i]);
        }
        statement.addBatch();
      }
      statement.executeBatch();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
