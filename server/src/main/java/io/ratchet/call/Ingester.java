// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Ticker;
import io.ratchet.config.CallsConfig;
import io.ratchet.spool.Batch;
import io.ratchet.spool.Cursor;
import io.ratchet.spool.Spool;
import io.ratchet.storage.Database;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Moves what is in the spool into the database, one batch in one transaction at a time, on a thread
 * of its own. While the database is down it tries again and again, and the spool grows. Where the
 * database refuses an entry, that one is set aside and the rest goes on.
 */
public final class Ingester implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Ingester.class.getName());
  private static final int BATCH_ENTRIES = 2_000;
  private static final int BATCH_BYTES = 4 << 20;

  /** A transaction costs about the same for one call as for fifty, so few is worth a moment. */
  private static final Duration GATHER = Duration.ofMillis(50);

  private static final Duration IDLE = Duration.ofMillis(200);
  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration LAST_RETRY = Duration.ofSeconds(5);

  private final Spool spool;
  private final Database database;
  private final Receipts receipts;
  private final Progress progress;
  private final BodyStore bodies;
  private final Ingestion ingestion;
  private final Thread thread;

  /**
   * Builds the ingester; {@link #start} begins its work.
   *
   * @param firstReceipt any random number, see {@link Receipts}
   */
  public Ingester(
      CallsConfig config,
      Spool spool,
      Database database,
      UsedVersions used,
      InstantSource time,
      Ticker ticker,
      long firstReceipt) {
    this.spool = spool;
    this.database = database;
    this.receipts = new Receipts(firstReceipt);
    this.progress = new Progress(ticker);
    this.bodies = new BodyStore();
    this.ingestion = new Ingestion(spool.node(), config.tagDimension(), used, time, bodies);
    this.thread = Thread.ofPlatform().daemon().name("ingester").unstarted(this::run);
  }

  /**
   * What was applied since this process started.
   *
   * @param position how far the spool is applied; -1 while that is not known
   * @param exposures those that were new
   * @param duplicates records whose id was known
   * @param rejected entries that were set aside
   * @param fault why nothing moves, null while all is well
   */
  public record Status(
      long position,
      long calls,
      long feedback,
      long exposures,
      long duplicates,
      long rejected,
      @Nullable String fault) {}

  public Ingester start() {
    thread.start();
    return this;
  }

  public Status status() {
    return progress.status();
  }

  Receipts receipts() {
    return receipts;
  }

  /**
   * Waits until everything before a position of the spool is in the database; false when the time
   * is up first.
   */
  boolean awaitApplied(long position, Duration timeout) {
    return progress.await(position, timeout);
  }

  /** Ends after the running batch; what is left in the spool is applied at the next start. */
  @Override
  public void close() {
    progress.stop();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    bodies.close();
  }

  private void run() {
    Duration retry = FIRST_RETRY;
    while (!progress.isStopped()) {
      long before = progress.position();
      try {
        follow();
      } catch (IOException | RuntimeException e) {
        report(e);
        boolean moved = progress.position() > before;
        retry = moved ? FIRST_RETRY : min(retry.multipliedBy(2), LAST_RETRY);
        progress.pause(retry);
      } catch (InterruptedException e) {
        progress.stop();
      }
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void report(Exception e) {
    if (progress.fail(String.valueOf(e.getMessage()))) {
      LOG.log(Level.WARNING, "calls wait in the spool until this is over: " + e.getMessage());
      LOG.log(Level.DEBUG, "the fault in full", e);
    }
  }

  /** Applies batch after batch from the position that the database knows. */
  private void follow() throws IOException, InterruptedException {
    ingestion.forget();
    SpoolCursors.Position start = database.write(handle -> SpoolCursors.of(handle, spool.node()));
    long from = start.position();
    try (Cursor cursor = spool.cursor(from)) {
      while (!progress.isStopped()) {
        long end = spool.end();
        Batch batch = cursor.next(BATCH_ENTRIES, BATCH_BYTES);
        if (batch.isEmpty()) {
          progress.reach(Math.max(end, from));
          spool.awaitBeyond(Math.max(end, from), IDLE);
        } else {
          apply(start.number(), batch, from);
          from = batch.end();
          if (batch.entries().size() < BATCH_ENTRIES / 2) {
            progress.gather(GATHER);
          }
        }
      }
    }
  }

  private void apply(int number, Batch batch, long from) {
    Ingestion.Read read = Ingestion.read(batch);
    Applied applied;
    try {
      applied = database.write(handle -> ingestion.apply(handle, number, read, from, batch.end()));
    } catch (RuntimeException e) {
      if (!Refusals.isOfData(e)) {
        throw e;
      }
      ingestion.forget();
      applied =
          database.write(handle -> ingestion.applyEach(handle, number, read, from, batch.end()));
    }
    receipts.settle(applied);
    progress.apply(batch.end(), applied);
    spool.release(batch.end());
  }
}
