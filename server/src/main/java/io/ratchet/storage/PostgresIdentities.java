// SPDX-License-Identifier: Apache-2.0
package io.ratchet.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers that tables give their rows, in a dump: those of rows that went for good are not
 * given again after a restore either.
 */
final class PostgresIdentities {
  static final String FILE = "identities";

  private PostgresIdentities() {}

  private record Identity(String table, String column) {}

  private static List<Identity> all(Connection connection) throws SQLException {
    List<Identity> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet columns =
            statement.executeQuery(
                """
                SELECT table_name, column_name FROM information_schema.columns
                WHERE table_schema = current_schema() AND is_identity = 'YES'
                ORDER BY table_name
                """)) {
      while (columns.next()) {
        all.add(new Identity(columns.getString(1), columns.getString(2)));
      }
    }
    return all;
  }

  /** Writes the last number of each table, which the snapshot of the rows may not hold any more. */
  static void write(Connection connection, Path file) throws SQLException, IOException {
    StringBuilder lines = new StringBuilder();
    for (Identity one : all(connection)) {
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM "
                      + sequence(connection, one))) {
        row.next();
        lines.append(one.table()).append(' ').append(row.getLong(1)).append('\n');
      }
    }
    Files.writeString(file, lines);
  }

  private static String sequence(Connection connection, Identity one) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_get_serial_sequence(?, ?)")) {
      statement.setString(1, Schema.quoted(one.table()));
      statement.setString(2, one.column());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /** Lets each table go on behind its rows, and behind what the file says where there is one. */
  static void restore(Connection connection, Path file) throws SQLException, IOException {
    Map<String, Long> last = Files.exists(file) ? read(file) : Map.of();
    for (Identity one : all(connection)) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT setval(?::regclass, GREATEST(1, 1 + ?, 1 + COALESCE((SELECT MAX("
                  + Schema.quoted(one.column())
                  + ") FROM "
                  + Schema.quoted(one.table())
                  + "), 0)), false)")) {
        statement.setString(1, sequence(connection, one));
        statement.setLong(2, last.getOrDefault(one.table(), 0L));
        statement.executeQuery().close();
      }
    }
  }

  private static Map<String, Long> read(Path file) throws IOException {
    Map<String, Long> last = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int space = line.indexOf(' ');
      if (space > 0 && line.substring(space + 1).matches("\\d{1,18}")) {
        last.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
      }
    }
    return last;
  }
}
