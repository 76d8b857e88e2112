// SPDX-License-Identifier: Apache-2.0
package io.ratchet.storage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Fresh databases for tests, on every engine: a SQLite file, and a database of one real PostgreSQL
 * that the first test starts. Each has the schema and nothing in it, as a copy of one that was
 * migrated once. A test class takes {@code @ParameterizedClass @EnumSource(Engine.class)} and runs
 * whole on each.
 */
public final class Databases {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String TEMPLATE = "migrated";
  private static @Nullable EmbeddedPostgres server;
  private static @Nullable Path sqlite;

  private Databases() {}

  public static Database open(Engine engine) {
    return Database.open(url(engine));
  }

  /** The URL of a new database, with the schema and nothing in it. */
  public static String url(Engine engine) {
    return switch (engine) {
      case SQLITE -> copySqlite();
      case POSTGRESQL -> createPostgresql(" TEMPLATE " + TEMPLATE);
    };
  }

  /** The URL of a new database of PostgreSQL without even the schema. */
  public static String emptyPostgresql() {
    return createPostgresql("");
  }

  private static String createPostgresql(String how) {
    EmbeddedPostgres running = postgresql();
    String name = "test_" + COUNT.incrementAndGet();
    execute(running, "CREATE DATABASE " + name + how);
    return url(running, name);
  }

  private static String copySqlite() {
    Path file = temporaryFolder().resolve("ratchet.db");
    try {
      Files.copy(sqlite(), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "sqlite:" + file;
  }

  private static synchronized Path sqlite() {
    if (sqlite == null) {
      Path file = temporaryFolder().resolve("migrated.db");
      Database.open("sqlite:" + file).close();
      sqlite = file;
    }
    return sqlite;
  }

  public static Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory("ratchet-test");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void execute(EmbeddedPostgres running, String sql) {
    try (Connection connection = running.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String url(EmbeddedPostgres running, String name) {
    return "postgresql://postgres:postgres@127.0.0.1:" + running.getPort() + "/" + name;
  }

  private static synchronized EmbeddedPostgres postgresql() {
    if (server == null) {
      try {
        server =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("autovacuum", "off") // hundreds of databases, each for seconds
                .setServerConfig("max_connections", "300")
                .start();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL did not start", e);
      }
      execute(server, "CREATE DATABASE " + TEMPLATE);
      Database.open(url(server, TEMPLATE)).close();
    }
    return server;
  }

  /** Every engine, for tests that cannot use a parameterized class. */
  public static List<Engine> engines() {
    return List.of(Engine.values());
  }
}
