// SPDX-License-Identifier: Apache-2.0
package io.ratchet.storage;

import com.zaxxer.hikari.HikariDataSource;
import io.ratchet.base.Failure;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Copies a PostgreSQL database table by table through {@code COPY}, all in one snapshot: a
 * repeatable-read transaction, which keeps nobody waiting. Each file begins with the names of its
 * columns, so that their order does not matter.
 */
final class PostgresDump {
  private static final String ENDING = ".copy";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final int CONNECTIONS = 4;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private PostgresDump() {}

  static Dump write(Handle handle, Path folder) {
    Connection connection = handle.getConnection();
    try {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        return write(connection, folder);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw failed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dump write(Connection connection, Path folder) throws SQLException, IOException {
    CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
    Map<String, Long> rows = new TreeMap<>();
    List<String> files = new ArrayList<>();
    for (Map.Entry<String, List<String>> table : tables(connection).entrySet()) {
      String file = table.getKey() + ENDING;
      String columns = String.join(",", table.getValue());
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(folder.resolve(file)))) {
        out.write((columns + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String copy = "COPY " + Schema.quoted(table.getKey()) + " (" + columns + ") TO STDOUT";
        rows.put(table.getKey(), copies.copyOut(copy, out));
      }
      files.add(file);
    }
    PostgresIdentities.write(connection, folder.resolve(PostgresIdentities.FILE));
    files.add(PostgresIdentities.FILE);
    return new Dump(Engine.POSTGRESQL, Schema.version(connection), rows, files);
  }

  /** The columns of every table of ours that hold what is not worked out from others. */
  private static Map<String, List<String>> tables(Connection connection) throws SQLException {
    Map<String, List<String>> tables = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet columns =
            statement.executeQuery(
                """
                SELECT c.table_name, c.column_name FROM information_schema.columns c
                JOIN information_schema.tables t
                  ON t.table_schema = c.table_schema AND t.table_name = c.table_name
                WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
                  AND c.is_generated = 'NEVER'
                ORDER BY c.table_name, c.ordinal_position
                """)) {
      while (columns.next()) {
        String table = columns.getString(1);
        if (!table.equals(Dump.SCHEMA_TABLE)) {
          tables.computeIfAbsent(table, _ -> new ArrayList<>()).add(columns.getString(2));
        }
      }
    }
    return tables;
  }

  /** Makes the schema as it was, fills it, and brings it to that of this version. */
  static Map<String, Long> load(Dump dump, Path folder, DatabaseUrl target) {
    try (HikariDataSource source = Pools.writers(target, CONNECTIONS, TIMEOUT)) {
      try (Connection connection = source.getConnection()) {
        if (!tables(connection).isEmpty()) {
          throw Failure.conflict(
              "the database " + target.shown() + " holds tables already",
              "restore into a new, empty database");
        }
      }
      Schema.requireKnown(source, dump.schema());
      Database.migrate(target, source, Integer.toString(dump.schema()));
      Map<String, Long> found;
      try (Connection connection = source.getConnection()) {
        connection.setAutoCommit(false);
        found = fill(connection, dump, folder);
        connection.commit();
      }
      return found;
    } catch (SQLException e) {
      throw failed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Long> fill(Connection connection, Dump dump, Path folder)
      throws SQLException, IOException {
    Map<String, List<String>> tables = tables(connection);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "TRUNCATE " + String.join(", ", tables.keySet().stream().map(Schema::quoted).toList()));
    }
    CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
    Map<String, Long> rows = new TreeMap<>();
    for (String table : inOrder(connection, tables.keySet())) {
      Path file = folder.resolve(table + ENDING);
      if (!dump.files().contains(table + ENDING)) {
        continue; // a table of a migration that the backup does not know
      }
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        List<String> columns = columns(in, tables.getOrDefault(table, List.of()));
        String copy =
            "COPY %s (%s) FROM STDIN".formatted(Schema.quoted(table), String.join(",", columns));
        rows.put(table, copies.copyIn(copy, in));
      }
    }
    PostgresIdentities.restore(connection, folder.resolve(PostgresIdentities.FILE));
    return rows;
  }

  private static List<String> columns(InputStream in, List<String> known) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > 10_000) {
        throw Failure.invalid("a table of the backup has no columns", "take another backup");
      }
      line.append((char) c);
    }
    List<String> columns = List.of(line.toString().split(","));
    for (String column : columns) {
      if (!NAME.matcher(column).matches() || !known.contains(column)) {
        throw Failure.invalid(
            "a table of the backup has the column " + column + ", which is not ours",
            "restore with the version that made the backup");
      }
    }
    return columns;
  }

  /** Tables before those that point at them. */
  private static List<String> inOrder(Connection connection, Set<String> tables)
      throws SQLException {
    Map<String, Set<String>> wanted = new LinkedHashMap<>();
    tables.forEach(table -> wanted.put(table, new HashSet<>()));
    try (PreparedStatement statement =
            connection.prepareStatement(
                """
                SELECT c.conrelid::regclass::text, c.confrelid::regclass::text
                FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid <> c.confrelid
                """);
        ResultSet keys = statement.executeQuery()) {
      while (keys.next()) {
        wanted.computeIfAbsent(keys.getString(1), _ -> new HashSet<>()).add(keys.getString(2));
      }
    }
    List<String> ordered = new ArrayList<>();
    while (ordered.size() < tables.size()) {
      List<String> next =
          tables.stream()
              .filter(table -> !ordered.contains(table))
              .filter(table -> ordered.containsAll(wanted.getOrDefault(table, Set.of())))
              .toList();
      if (next.isEmpty()) {
        throw new IllegalStateException("tables point at each other in a circle");
      }
      ordered.addAll(next);
    }
    return ordered;
  }

  private static Failure failed(SQLException e) {
    return Failure.unavailable(
        "the database cannot be copied: " + e.getMessage(), "try again when it is well", e);
  }
}
