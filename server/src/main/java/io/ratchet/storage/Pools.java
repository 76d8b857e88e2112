// SPDX-License-Identifier: Apache-2.0
package io.ratchet.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ratchet.base.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Connection pools: how each engine is set up to be durable and bounded. */
final class Pools {
  private static final int SQLITE_BUSY_MILLIS = 10_000;
  private static final int SQLITE_CACHE_KIB = 64 << 10;

  private Pools() {}

  static HikariDataSource writers(DatabaseUrl url, int connections, Duration timeout) {
    return switch (url.engine()) {
      case SQLITE -> sqlite(url, 1, false);
      case POSTGRESQL -> postgresql(url, connections, timeout);
    };
  }

  static HikariDataSource readers(DatabaseUrl url, int count) {
    return sqlite(url, count, true);
  }

  /**
   * Write-ahead log with synchronous=FULL: a commit is on disk when it returns. Transactions take
   * the write lock when they begin, so that none fails half-way for want of it.
   */
  private static HikariDataSource sqlite(DatabaseUrl url, int connections, boolean readOnly) {
    createFolder(Path.of(url.jdbc().substring("jdbc:sqlite:".length())));
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(SQLITE_BUSY_MILLIS);
    config.setCacheSize(-SQLITE_CACHE_KIB);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.enforceForeignKeys(true);
    if (!readOnly) {
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    }
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(url.jdbc());
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(source);
    pool.setPoolName(readOnly ? "sqlite-readers" : "sqlite-writer");
    pool.setMaximumPoolSize(connections);
    pool.setMinimumIdle(1);
    pool.setConnectionInitSql(readOnly ? "PRAGMA query_only = 1" : "PRAGMA query_only = 0");
    pool.setMaxLifetime(0);
    pool.setConnectionTimeout(SQLITE_BUSY_MILLIS * 3L);
    return new HikariDataSource(pool);
  }

  private static void createFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw Failure.unavailable(
          "cannot create the folder " + folder + ": " + e.getMessage(),
          "choose another --data folder, or make it writable",
          e);
    }
  }

  private static HikariDataSource postgresql(DatabaseUrl url, int connections, Duration timeout) {
    HikariConfig pool = new HikariConfig();
    pool.setJdbcUrl(url.jdbc());
    pool.setUsername(url.user());
    pool.setPassword(url.password());
    pool.setPoolName("postgresql");
    pool.setMaximumPoolSize(connections);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(timeout.toMillis());
    pool.setInitializationFailTimeout(1);
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", "3");
    properties.setProperty("socketTimeout", "60");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "ratchet");
    pool.setDataSourceProperties(properties);
    return new HikariDataSource(pool);
  }
}
