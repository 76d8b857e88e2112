// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import io.ratchet.base.Ticker;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;

/** Appends to a spool in the given directory as fast as it goes and prints rates and latencies. */
final class SpoolSpeed {
  private static final int PAYLOAD_BYTES = 600;
  private static final long NANOS = 1_000_000_000L;

  private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
  private final Path directory;
  private int runs;

  private SpoolSpeed(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] arguments) throws Exception {
    SpoolSpeed speed = new SpoolSpeed(Path.of(arguments[0]));
    speed.run("warm-up", 2, 100_000, false, false);
    speed.run("append", 1, 500_000, false, false);
    speed.run("append", 8, 100_000, false, false);
    speed.run("append, virtual threads", 64, 10_000, true, false);
    speed.run("append and force", 1, 500, false, true);
    speed.run("append and force", 8, 500, false, true);
    speed.run("append and force, virtual threads", 64, 300, true, true);
    speed.run("append and force, virtual threads", 512, 60, true, true);
  }

  private void run(String what, int threads, int appends, boolean virtual, boolean force)
      throws IOException, InterruptedException {
    Ticker ticker = Ticker.system();
    try (Spool spool =
        Spool.open(
            directory.resolve("run" + runs++),
            SpoolConfig.defaults(),
            () -> "speed",
            ticker,
            Thread.ofPlatform().daemon().factory())) {
      LongConsumer after = force ? spool::force : position -> {};
      long[] nanos = new long[threads * appends];
      CountDownLatch go = new CountDownLatch(1);
      List<Thread> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int first = t * appends;
        Runnable work =
            () -> {
              awaitQuietly(go);
              byte[] payload = new byte[PAYLOAD_BYTES];
              for (int i = 0; i < appends; i++) {
                long start = ticker.nanos();
                after.accept(spool.append((byte) 1, payload));
                nanos[first + i] = ticker.nanos() - start;
              }
            };
        running.add(virtual ? Thread.ofVirtual().start(work) : Thread.ofPlatform().start(work));
      }
      long start = ticker.nanos();
      go.countDown();
      for (Thread thread : running) {
        thread.join();
      }
      long took = ticker.nanos() - start;
      Arrays.sort(nanos);
      out.printf(
          Locale.ROOT,
          "%-36s %4d threads %,10d/s   p50 %,8.1f us  p99 %,8.1f us  max %,8.1f us%n",
          what,
          threads,
          nanos.length * NANOS / took,
          nanos[nanos.length / 2] / 1e3,
          nanos[(int) (nanos.length * 0.99)] / 1e3,
          nanos[nanos.length - 1] / 1e3);
      read(spool, ticker);
    }
  }

  private void read(Spool spool, Ticker ticker) throws IOException {
    long start = ticker.nanos();
    long entries = 0;
    try (Cursor cursor = spool.cursor(0)) {
      for (Batch batch = cursor.next(500, 1 << 20);
          !batch.isEmpty();
          batch = cursor.next(500, 1 << 20)) {
        entries += batch.entries().size();
      }
    }
    long took = ticker.nanos() - start;
    out.printf(Locale.ROOT, "    read back %,d at %,d/s%n", entries, entries * NANOS / took);
    spool.release(spool.end());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
