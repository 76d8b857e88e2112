// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Statements over many rows, on plain JDBC: binding each by name would cost more than they do. */
final class Rows {
  private static final int CHUNK = 256;

  private Rows() {}

  @FunctionalInterface
  interface Binder<T> {
    void bind(PreparedStatement statement, T row) throws SQLException;
  }

  @FunctionalInterface
  interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  @FunctionalInterface
  interface Mapper<R> {
    R map(ResultSet row) throws SQLException;
  }

  /** Takes the rows of an answer one by one. */
  @FunctionalInterface
  interface Taker {
    void take(ResultSet row) throws SQLException;
  }

  /** Runs a statement once for each row; answers how many rows of the table each one changed. */
  static <T> int[] change(Handle handle, String sql, Collection<T> rows, Binder<T> binder) {
    if (rows.isEmpty()) {
      return new int[0];
    }
    try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
      for (T row : rows) {
        binder.bind(statement, row);
        statement.addBatch();
      }
      return statement.executeBatch();
    } catch (SQLException e) {
      throw translated(sql, e);
    }
  }

  /** Binds one row after the parameter {@code last}. */
  @FunctionalInterface
  interface RowBinder<T> {
    void bind(PreparedStatement statement, int last, T row) throws SQLException;
  }

  /**
   * Inserts rows, many to a statement as far as there are many.
   *
   * @param sql with one {@code %s} for the rows
   * @param together how many
   * @param parameters of a row
   */
  static <T> void insert(
      Handle handle, String sql, int together, int parameters, List<T> rows, RowBinder<T> binder) {
    String row = "(" + marks(parameters) + ")";
    int whole = rows.size() - rows.size() % together;
    String many = String.join(", ", Collections.nCopies(together, row));
    batch(handle, sql.formatted(many), parameters, together, rows.subList(0, whole), binder);
    batch(handle, sql.formatted(row), parameters, 1, rows.subList(whole, rows.size()), binder);
  }

  private static <T> void batch(
      Handle handle, String sql, int parameters, int together, List<T> rows, RowBinder<T> binder) {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
      for (int i = 0; i < rows.size(); i++) {
        binder.bind(statement, (i % together) * parameters, rows.get(i));
        if (i % together == together - 1) {
          statement.addBatch();
        }
      }
      statement.executeBatch();
    } catch (SQLException e) {
      throw translated(sql, e);
    }
  }

  static void each(Handle handle, String sql, Parameters parameters, Taker taker) {
    try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
      parameters.set(statement);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          taker.take(rows);
        }
      }
    } catch (SQLException e) {
      throw translated(sql, e);
    }
  }

  static <R> List<R> select(Handle handle, String sql, Parameters parameters, Mapper<R> mapper) {
    List<R> found = new ArrayList<>();
    each(handle, sql, parameters, row -> found.add(mapper.map(row)));
    return found;
  }

  /**
   * Reads what belongs to a list of keys, many keys to a statement.
   *
   * @param sql with one {@code %s} for the question marks of the keys
   */
  static <T> void eachOf(
      Handle handle, String sql, Collection<T> keys, Collection<String> more, Taker taker) {
    for (List<T> chunk : chunks(keys)) {
      each(
          handle,
          sql.formatted(marks(chunk.size())),
          statement -> {
            int index = 0;
            for (T key : chunk) {
              statement.setObject(++index, key);
            }
            for (String text : more) {
              statement.setString(++index, text);
            }
          },
          taker);
    }
  }

  /**
   * What runs have of a table of keys and values, in the order of the keys.
   *
   * @param keys of which names; empty for all
   */
  static <T> Map<Long, List<T>> byRun(
      Handle handle,
      String table,
      Collection<Long> runs,
      Collection<String> keys,
      Mapper<T> mapper) {
    Map<Long, List<T>> found = new HashMap<>();
    String some = keys.isEmpty() ? "" : " AND key IN (" + marks(keys.size()) + ")";
    eachOf(
        handle,
        "SELECT run, key, value FROM " + table + " WHERE run IN (%s)" + some + " ORDER BY run, key",
        runs,
        keys,
        row ->
            found.computeIfAbsent(row.getLong("run"), _ -> new ArrayList<>()).add(mapper.map(row)));
    return found;
  }

  /** Padded to a power of two by repeating the last key, so that there are few statements. */
  private static <T> List<List<T>> chunks(Collection<T> keys) {
    List<T> all = List.copyOf(keys);
    List<List<T>> chunks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += CHUNK) {
      List<T> chunk = new ArrayList<>(all.subList(from, Math.min(from + CHUNK, all.size())));
      int padded = Integer.highestOneBit(2 * chunk.size() - 1);
      chunk.addAll(Collections.nCopies(padded - chunk.size(), chunk.getLast()));
      chunks.add(chunk);
    }
    return chunks;
  }

  /** {@code ?, ?, ...} */
  static String marks(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }

  private static UnableToExecuteStatementException translated(String sql, SQLException e) {
    return new UnableToExecuteStatementException(e.getMessage() + " in " + sql, e, null);
  }
}
