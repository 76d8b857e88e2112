// SPDX-License-Identifier: Apache-2.0
package io.ratchet.storage;

import io.ratchet.base.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Copies a SQLite database by {@code VACUUM INTO}: one read transaction, which with a write-ahead
 * log keeps no writer waiting, and a file without gaps. The library's other way, copying pages in
 * steps, begins anew at each write of others and does not end while they go on.
 */
final class SqliteDump {
  static final String FILE = "ratchet.db";
  private static final int BUSY_MILLIS = 10_000;

  private SqliteDump() {}

  static Dump write(DatabaseUrl url, Path folder) {
    Path copy = folder.resolve(FILE);
    return onPlatformThread(() -> {
      try (Connection connection = connect(url.jdbc());
          PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
        vacuum.setString(1, copy.toString());
        vacuum.execute();
      }
      try (Connection connection = connect("jdbc:sqlite:" + copy)) {
        return new Dump(Engine.SQLITE, Schema.version(connection), rows(connection), List.of(FILE));
      }
    });
  }

  static Map<String, Long> load(Path folder, DatabaseUrl target) {
    Path file = Path.of(target.jdbc().substring("jdbc:sqlite:".length()));
    if (Files.exists(file)) {
      throw Failure.conflict(
          "there is a database already: " + file, "restore into a new data directory");
    }
    return onPlatformThread(() -> {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.move(folder.resolve(FILE), file);
      try (Connection connection = connect(target.jdbc())) {
        check(connection);
        Map<String, Long> rows = rows(connection);
        Schema.requireKnown(source(target.jdbc()), Schema.version(connection));
        return rows;
      }
    });
  }

  private static void check(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA quick_check(1)")) {
      String said = result.next() ? result.getString(1) : "nothing";
      if (!said.equals("ok")) {
        throw Failure.invalid("the database of the backup is damaged: " + said, "take another");
      }
    }
  }

  private static Map<String, Long> rows(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet names =
            statement.executeQuery(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                    + " AND name <> '"
                    + Dump.SCHEMA_TABLE
                    + "'")) {
      while (names.next()) {
        tables.add(names.getString(1));
      }
    }
    Map<String, Long> rows = new TreeMap<>();
    for (String table : tables) {
      rows.put(table, Schema.count(connection, table));
    }
    return rows;
  }

  private static Connection connect(String jdbc) throws SQLException {
    return source(jdbc).getConnection();
  }

  private static SQLiteDataSource source(String jdbc) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(jdbc);
    return source;
  }

  /** Native code would hold the carrier of a virtual thread for as long as it takes. */
  private static <T> T onPlatformThread(Callable<T> work) {
    try (ExecutorService thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("sqlite-dump").factory())) {
      return thread.submit(work).get();
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case RuntimeException fault -> fault;
        case IOException fault -> new UncheckedIOException(fault);
        case null, default -> failed(e);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e);
    }
  }

  private static Failure failed(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return Failure.unavailable(
        "the database cannot be copied: " + cause.getMessage(),
        "check the disk and its free space",
        e);
  }
}
