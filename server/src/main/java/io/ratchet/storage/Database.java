// SPDX-License-Identifier: Apache-2.0
package io.ratchet.storage;

import com.zaxxer.hikari.HikariDataSource;
import io.ratchet.base.Failure;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * One database, opened and migrated. {@link #read} and {@link #write} hand out a handle for the
 * time of one function; a write is one transaction, rolled back when the function throws.
 *
 * <p>SQLite works in native code, which would hold the carrier of a virtual thread; its functions
 * therefore run on a few platform threads of their own, one for writes. Calls must not nest: pass
 * the handle on.
 */
public final class Database implements AutoCloseable {
  private static final int READERS = 4;
  private static final int CONNECTIONS = 12;
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(3);

  private final DatabaseUrl url;
  private final HikariDataSource writers;
  private final HikariDataSource readers;
  private final Jdbi writing;
  private final Jdbi reading;
  private final @Nullable ExecutorService writerThread;
  private final @Nullable ExecutorService readerThreads;

  private Database(DatabaseUrl url, HikariDataSource writers, HikariDataSource readers) {
    this.url = url;
    this.writers = writers;
    this.readers = readers;
    this.writing = Jdbi.create(writers);
    this.reading = readers.equals(writers) ? writing : Jdbi.create(readers);
    boolean embedded = url.engine() == Engine.SQLITE;
    this.writerThread = embedded ? threads("sqlite-writer", 1) : null;
    this.readerThreads = embedded ? threads("sqlite-reader", READERS) : null;
  }

  private static ExecutorService threads(String name, int count) {
    return Executors.newFixedThreadPool(
        count, Thread.ofPlatform().daemon().name(name + "-", 0).factory());
  }

  /**
   * Opens and migrates the database behind a URL ({@code sqlite:PATH} or {@code
   * postgresql://user:password@host:port/name}).
   *
   * @throws Failure UNAVAILABLE where it cannot be reached, INVALID for a URL we do not know
   */
  public static Database open(String url) {
    return open(url, CONNECTIONS, CONNECTION_TIMEOUT);
  }

  /**
   * As {@link #open(String)}.
   *
   * @param connections most connections at once to PostgreSQL
   * @param connectionTimeout longest wait for one of them
   */
  public static Database open(String url, int connections, Duration connectionTimeout) {
    DatabaseUrl parsed = DatabaseUrl.parse(url);
    HikariDataSource writers = Pools.writers(parsed, connections, connectionTimeout);
    try {
      migrate(parsed, writers);
      HikariDataSource readers =
          parsed.engine() == Engine.SQLITE ? Pools.readers(parsed, READERS) : writers;
      return new Database(parsed, writers, readers);
    } catch (RuntimeException e) {
      writers.close();
      throw unreachable(e)
          ? Failure.unavailable(
              "the database " + parsed.shown() + " cannot be reached: " + reason(e),
              "start it, or correct storage.url",
              e)
          : e;
    }
  }

  private static void migrate(DatabaseUrl url, HikariDataSource source) {
    migrate(url, source, "latest");
  }

  /** Brings the schema to a version, or to {@code latest}. */
  static void migrate(DatabaseUrl url, HikariDataSource source, String version) {
    flyway(source).target(version).placeholders(url.engine().placeholders()).load().migrate();
  }

  static FluentConfiguration flyway(DataSource source) {
    return Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migration")
        .connectRetries(0)
        .loggers("slf4j");
  }

  public Engine engine() {
    return url.engine();
  }

  DatabaseUrl url() {
    return url;
  }

  /** Runs a function that only reads, outside of any transaction of ours. */
  public <T extends @Nullable Object> T read(Function<Handle, T> function) {
    return run(readerThreads, () -> reading.withHandle(function::apply));
  }

  /** Runs a function in one transaction; it is durable when this returns. */
  public <T extends @Nullable Object> T write(Function<Handle, T> function) {
    return run(writerThread, () -> writing.inTransaction(function::apply));
  }

  /** As {@link #write}, for functions without a result. */
  public void change(Consumer<Handle> function) {
    run(
        writerThread,
        () -> {
          writing.useTransaction(function::accept);
          return true;
        });
  }

  /** Whether a statement would succeed now; refuses with UNAVAILABLE where not. */
  public void check() {
    int one = read(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one());
    if (one != 1) {
      throw new IllegalStateException("SELECT 1 gave " + one);
    }
  }

  private static <T extends @Nullable Object> T run(
      @Nullable ExecutorService threads, Callable<T> work) {
    try {
      return threads == null ? work.call() : await(threads.submit(work));
    } catch (RuntimeException e) {
      throw translated(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T extends @Nullable Object> T await(Future<T> future) throws Exception {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true; // a write that has begun is finished: its caller must learn the end
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException translated(RuntimeException e) {
    return e instanceof JdbiException && unreachable(e)
        ? Failure.unavailable(
            "the database cannot be reached: " + reason(e), "try again when it is back", e)
        : e;
  }

  /** SQLSTATE class 08 is a connection exception, 57P the shutdown of PostgreSQL. */
  private static boolean unreachable(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        return true;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        String state = sql.getSQLState();
        return state.startsWith("08") || state.startsWith("57P");
      }
    }
    return false;
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  @Override
  public void close() {
    if (writerThread != null && readerThreads != null) {
      writerThread.close();
      readerThreads.close();
    }
    readers.close();
    writers.close();
  }
}
