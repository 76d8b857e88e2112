// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoolConcurrencyTest {
  private static final int WRITERS = 16;
  private static final int APPENDS = 400;

  @TempDir Path directory;
  private final FaultyDisk disk = FaultyDisk.fast();

  @Test
  void givesEveryEntryOfManyWritersToTheReaderOnce() throws Exception {
    SpoolConfig config = new SpoolConfig(1 << 20, 8 << 10, Duration.ofMillis(1), 16 << 10);
    disk.syncsForReal = true;
    List<Long> read = new ArrayList<>();
    try (Spool spool = Examples.open(directory, config, disk);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        writers.add(threads.submit(() -> write(spool, writer)));
      }
      Future<?> reader = threads.submit(() -> read(spool, read));
      for (Future<?> writer : writers) {
        writer.get();
      }
      reader.get();

      assertThat(spool.status().pendingEntries()).isZero();
      assertThat(spool.status().pendingBytes()).isZero();
    }

    assertThat(read)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, (long) WRITERS * APPENDS).boxed().toList());
    for (int writer = 0; writer < WRITERS; writer++) {
      long first = (long) writer * APPENDS;
      assertThat(read.stream().filter(n -> n >= first && n < first + APPENDS)).isSorted();
    }
  }

  private static void write(Spool spool, int writer) {
    Random chance = new Random(writer);
    for (int i = 0; i < APPENDS; i++) {
      long end = spool.append(List.of(Examples.entry((long) writer * APPENDS + i, chance)));
      if (chance.nextInt(10) == 0) {
        spool.force(end);
        assertThat(spool.status().forced()).isGreaterThanOrEqualTo(end);
      }
    }
  }

  private static void read(Spool spool, List<Long> read) {
    try (Cursor cursor = spool.cursor(0)) {
      while (read.size() < WRITERS * APPENDS) {
        spool.awaitBeyond(cursor.position(), Duration.ofSeconds(10));
        Batch batch = cursor.next(50, 16 << 10);
        read.addAll(Examples.numbers(batch.entries()));
        spool.release(batch.end());
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ten wait while an fsync runs that began before their append: one more serves them all. */
  @Test
  void servesAllWaitersWithOneFsync() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Semaphore go = new Semaphore(0);
    try (Spool spool = Examples.open(directory, Examples.ONE_SEGMENT, disk);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      disk.beforeSync =
          () -> {
            started.countDown();
            go.acquireUninterruptibly();
          };
      int before = disk.syncs.get();
      Set<Thread> waiting = ConcurrentHashMap.newKeySet();
      List<Future<?>> waiters = new ArrayList<>();
      waiters.add(threads.submit(() -> spool.force(spool.append((byte) 0, new byte[10]))));
      started.await();
      for (int i = 0; i < 10; i++) {
        waiters.add(
            threads.submit(() -> {
              long end = spool.append((byte) 1, new byte[10]);
              waiting.add(Thread.currentThread());
              spool.force(end);
            }));
      }
      while (waiting.size() < 10
          || waiting.stream().anyMatch(t -> t.getState() != Thread.State.WAITING)) {
        Thread.onSpinWait();
      }
      go.release(100);
      for (Future<?> waiter : waiters) {
        waiter.get();
      }

      assertThat(disk.syncs.get() - before).isEqualTo(2);
      disk.beforeSync = () -> {};
    }
  }

  @Test
  void forcesInTheBackgroundWhatNobodyForces() throws Exception {
    SpoolConfig eager = new SpoolConfig(1 << 20, 1 << 20, Duration.ofMillis(1), 1024);
    try (Spool spool = Examples.open(directory, eager, disk)) {
      for (int i = 0; i < 5; i++) {
        long end = spool.append((byte) 1, new byte[10]);
        while (spool.status().forced() < end) {
          Thread.onSpinWait();
        }
      }

      assertThat(spool.status().lastFsync()).isNotNull();
    }
  }
}
