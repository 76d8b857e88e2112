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
 * Fresh databases for tests, on every engine: an empty SQLite file, and an empty database of one
 * real PostgreSQL that the first test starts. A test class takes
 * {@code @ParameterizedClass @EnumSource(Engine.class)} and runs whole on each.
 */
public final class Databases {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static @Nullable EmbeddedPostgres server;

  private Databases() {}

  public static Database open(Engine engine) {
    return Database.open(url(engine));
  }

  /** The URL of a new, empty database. */
  public static String url(Engine engine) {
    return switch (engine) {
      case SQLITE -> "sqlite:" + temporaryFolder().resolve("ratchet.db");
      case POSTGRESQL -> createPostgresql();
    };
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

  private static String createPostgresql() {
    EmbeddedPostgres running = postgresql();
    String name = "test_" + COUNT.incrementAndGet();
    try (Connection connection = running.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return "postgresql://postgres:postgres@127.0.0.1:" + running.getPort() + "/" + name;
  }

  private static synchronized EmbeddedPostgres postgresql() {
    if (server == null) {
      try {
        server =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("max_connections", "300")
                .start();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL did not start", e);
      }
    }
    return server;
  }

  /** Every engine, for tests that cannot use a parameterized class. */
  public static List<Engine> engines() {
    return List.of(Engine.values());
  }
}
