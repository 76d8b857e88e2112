// SPDX-License-Identifier: Apache-2.0
package io.ratchet.storage;

import io.ratchet.base.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConfig;

/**
 * A database of another program, which is only read: over one connection, rows as they are needed,
 * and never trusted. Not for several threads at once.
 *
 * <p>PostgreSQL is read in one transaction, so that all of it is of one moment.
 */
public final class ForeignDatabase implements AutoCloseable {
  private static final int ROWS = 2_000;

  /** What may follow a {@code ?}: others make the driver load classes or write files. */
  private static final Pattern OPTIONS =
      Pattern.compile("(sslmode|currentSchema)=\\w+(&(sslmode|currentSchema)=\\w+)*");

  private final Connection connection;
  private final Map<String, Set<String>> columns = new TreeMap<>();

  private ForeignDatabase(Connection connection) throws SQLException {
    this.connection = connection;
    DatabaseMetaData data = connection.getMetaData();
    try (ResultSet rows =
        data.getColumns(connection.getCatalog(), connection.getSchema(), "%", "%")) {
      while (rows.next()) {
        columns
            .computeIfAbsent(rows.getString("TABLE_NAME"), _ -> new HashSet<>())
            .add(rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
      }
    }
  }

  /** Takes one row. */
  @FunctionalInterface
  public interface Taker {
    void take(ResultSet row) throws SQLException;
  }

  /** Makes something of one row. */
  @FunctionalInterface
  public interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /**
   * Opens an SQLite file, which must be there.
   *
   * @throws Failure MISSING or UNAVAILABLE
   */
  public static ForeignDatabase sqlite(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Failure.missing("there is no file " + file, "name the file of the database");
    }
    if (file.toString().contains("?")) {
      throw Failure.invalid("a path may not hold a question mark: " + file, "rename the file");
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(10_000);
    try {
      return opened(file.toString(), config.createConnection("jdbc:sqlite:" + file));
    } catch (SQLException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /** Opens a database on a server: {@code postgresql://user:password@host:port/name}. */
  public static ForeignDatabase postgresql(String url, Duration timeout) {
    int options = url.indexOf('?');
    if (options >= 0 && !OPTIONS.matcher(url.substring(options + 1)).matches()) {
      throw Failure.invalid(
          "the address of the database has options that are not taken",
          "leave out all but sslmode and currentSchema");
    }
    DatabaseUrl parsed = DatabaseUrl.parse(url);
    Properties properties = new Properties();
    properties.setProperty("user", parsed.user());
    properties.setProperty("password", parsed.password());
    properties.setProperty("connectTimeout", Long.toString(timeout.toSeconds()));
    properties.setProperty("socketTimeout", "300");
    properties.setProperty("ApplicationName", "ratchet import");
    try {
      Connection connection = DriverManager.getConnection(parsed.jdbc(), properties);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      return opened(parsed.shown(), connection);
    } catch (SQLException e) {
      throw unreadable(parsed.shown(), e);
    }
  }

  private static ForeignDatabase opened(String shown, Connection connection) {
    try {
      return new ForeignDatabase(connection);
    } catch (SQLException e) {
      try {
        connection.close();
      } catch (SQLException closing) {
        e.addSuppressed(closing);
      }
      throw unreadable(shown, e);
    }
  }

  private static Failure unreadable(String shown, SQLException e) {
    return Failure.unavailable(
        "the database " + shown + " cannot be read: " + e.getMessage(),
        "check its address and that it can be reached from the server",
        e);
  }

  public boolean hasTable(String table) {
    return columns.containsKey(table);
  }

  public boolean hasColumn(String table, String column) {
    return columns.getOrDefault(table, Set.of()).contains(column);
  }

  /** Rows one by one; a row is only good until the next one. */
  public void each(String sql, List<?> values, Taker taker) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(ROWS);
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          taker.take(rows);
        }
      }
    } catch (SQLException e) {
      throw unreadable("of the import", e);
    }
  }

  public <T> List<T> select(String sql, List<?> values, Mapper<T> mapper) {
    List<T> found = new ArrayList<>();
    each(sql, values, row -> found.add(mapper.map(row)));
    return found;
  }

  @Override
  public void close() {
    try (connection;
        Statement statement = connection.createStatement()) {
      if (!connection.getAutoCommit()) {
        statement.execute("ROLLBACK");
      }
    } catch (SQLException e) {
      throw unreadable("of the import", e);
    }
  }
}
