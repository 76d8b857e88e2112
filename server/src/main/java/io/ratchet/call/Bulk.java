// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Statements over thousands of rows, on plain JDBC: binding each row by name would cost more than
 * the database does.
 */
final class Bulk {
  /** Keys of one statement; a power of two, as {@link #chunks} says. */
  private static final int CHUNK = 256;

  private Bulk() {}

  /** Sets the parameters of one row, starting after index {@code last}; answers the last set. */
  @FunctionalInterface
  interface Binder<T> {
    int bind(PreparedStatement statement, int last, T row) throws SQLException;
  }

  @FunctionalInterface
  interface Mapper<R> {
    R map(ResultSet row) throws SQLException;
  }

  /** Runs a statement once for each row; answers how many rows of the table each one changed. */
  static <T> int[] change(Handle handle, String sql, Collection<T> rows, Binder<T> binder) {
    if (rows.isEmpty()) {
      return new int[0];
    }
    try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
      for (T row : rows) {
        binder.bind(statement, 0, row);
        statement.addBatch();
      }
      return statement.executeBatch();
    } catch (SQLException e) {
      throw translated(sql, e);
    }
  }

  /**
   * Reads what belongs to a list of keys, many keys to a statement.
   *
   * @param sql makes the statement for a number of keys
   */
  static <T, R> List<R> select(
      Handle handle, IntFunction<String> sql, List<T> keys, Binder<T> binder, Mapper<R> mapper) {
    List<R> found = new ArrayList<>();
    for (List<T> chunk : chunks(keys)) {
      String text = sql.apply(chunk.size());
      try (PreparedStatement statement = handle.getConnection().prepareStatement(text)) {
        int last = 0;
        for (T key : chunk) {
          last = binder.bind(statement, last, key);
        }
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            found.add(mapper.map(rows));
          }
        }
      } catch (SQLException e) {
        throw translated(text, e);
      }
    }
    return found;
  }

  /**
   * Splits keys; every chunk is padded to a power of two by repeating its last key, so that there
   * are few different statements to prepare.
   */
  private static <T> List<List<T>> chunks(List<T> keys) {
    List<List<T>> chunks = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += CHUNK) {
      List<T> chunk = new ArrayList<>(keys.subList(from, Math.min(from + CHUNK, keys.size())));
      int padded = Integer.highestOneBit(2 * chunk.size() - 1);
      chunk.addAll(Collections.nCopies(padded - chunk.size(), chunk.getLast()));
      chunks.add(chunk);
    }
    return chunks;
  }

  /** {@code item, item, ...} */
  static String repeat(String item, int times) {
    String[] items = new String[times];
    Arrays.fill(items, item);
    return String.join(", ", items);
  }

  private static UnableToExecuteStatementException translated(String sql, SQLException e) {
    String message = e.getMessage() + " in " + sql;
    return new UnableToExecuteStatementException(message, e, null);
  }
}
