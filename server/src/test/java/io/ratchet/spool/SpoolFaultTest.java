// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoolFaultTest {
  @TempDir Path directory;
  private final FaultyDisk disk = FaultyDisk.fast();
  private final Warnings warnings = new Warnings();
  private final Random chance = new Random(5);

  @AfterEach
  void stopListening() {
    warnings.close();
  }

  @Test
  void takesNoMoreRecordsAfterAFailedFsync() throws IOException {
    try (Spool spool = Examples.open(directory, Examples.ONE_SEGMENT, disk)) {
      spool.force(append(spool, 1));
      long unforced = append(spool, 2);
      disk.failsSyncs = true;
      Failure first = Examples.refusal(() -> spool.force(unforced));
      disk.failsSyncs = false;
      int syncs = disk.syncs.get();
      Failure second = Examples.refusal(() -> spool.force(unforced));
      Failure third = Examples.refusal(() -> append(spool, 3));

      assertThat(first.code()).isEqualTo(ErrorCode.UNKNOWN_OUTCOME);
      assertThat(second.code()).isEqualTo(ErrorCode.UNKNOWN_OUTCOME);
      assertThat(third.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(third.message()).contains("takes no more records", "injected fsync error");
      assertThat(disk.syncs.get()).as("an fsync that failed is not repeated").isEqualTo(syncs);
      assertThat(spool.status().failed()).contains("injected fsync error");
      assertThat(Examples.refusal(() -> spool.reserve(1)).code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(Examples.numbers(Examples.readAll(spool))).containsExactly(1L, 2L);
      assertThat(warnings.messages()).singleElement().asString().contains(directory.toString());
    }
  }

  @Test
  void takesNoMoreRecordsWhenTheFsyncInTheBackgroundFailed() throws Exception {
    SpoolConfig eager = new SpoolConfig(1 << 20, 1 << 20, Duration.ofMillis(1), 1024);
    try (Spool spool = Examples.open(directory, eager, disk)) {
      disk.failsSyncs = true;
      append(spool, 1);
      while (spool.status().failed() == null) {
        Thread.onSpinWait();
      }

      assertThat(Examples.refusal(() -> append(spool, 2)).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }
  }

  @Test
  void takesNoMoreRecordsAfterAFailedWriteAndLosesNoneBefore() throws IOException {
    try (Spool spool = Examples.open(directory, Examples.ONE_SEGMENT, disk)) {
      append(spool, 1);
      disk.failsWrites = true;
      Failure first = Examples.refusal(() -> append(spool, 2));
      disk.failsWrites = false;
      Failure second = Examples.refusal(() -> append(spool, 3));

      assertThat(first.code()).isEqualTo(ErrorCode.UNKNOWN_OUTCOME);
      assertThat(second.message()).contains("injected write error");
      assertThat(Examples.numbers(Examples.readAll(spool))).containsExactly(1L);
    }

    try (Spool spool = Examples.open(directory, Examples.ONE_SEGMENT)) {
      assertThat(Examples.numbers(Examples.readAll(spool))).containsExactly(1L);
      append(spool, 4);
      assertThat(Examples.numbers(Examples.readAll(spool))).containsExactly(1L, 4L);
    }
  }

  @Test
  void refusesWhileTheDiskIsFullAndGoesOnAfterwards() throws IOException {
    try (Spool spool = Examples.open(directory, Examples.SMALL_SEGMENTS, disk)) {
      for (int i = 0; i < 100; i++) {
        disk.usable = 1000;
        disk.failsWrites = true;
        Failure full = Examples.refusal(() -> append(spool, -1));
        assertThat(full.code()).isEqualTo(ErrorCode.EXHAUSTED);
        assertThat(full.message()).contains("disk", "is full", "injected write error");
        disk.usable = Long.MAX_VALUE;
        disk.failsWrites = false;
        append(spool, i);
      }

      assertThat(spool.status().failed()).isNull();
      assertThat(Examples.numbers(Examples.readAll(spool))).hasSize(100).doesNotContain(-1L);
      assertThat(Examples.files(directory, ".log")).hasSizeGreaterThan(2);
    }
  }

  @Test
  void takesNoMoreRecordsWhereAFullDiskLeavesHalfARecord() throws IOException {
    try (Spool spool = Examples.open(directory, Examples.ONE_SEGMENT, disk)) {
      disk.usable = 0;
      disk.failsWrites = true;
      disk.failsTruncates = true;
      Examples.refusal(() -> append(spool, 1));

      assertThat(spool.status().failed()).contains("injected truncate error");
    }
  }

  @Test
  void hasNoRoomOnAFullDisk() throws IOException {
    disk.usable = Room.DISK_RESERVE_BYTES;
    try (Spool spool = Examples.open(directory, Examples.ONE_SEGMENT, disk)) {
      Failure full = Examples.refusal(() -> spool.reserve(1));

      assertThat(full.code()).isEqualTo(ErrorCode.EXHAUSTED);
      assertThat(full.message()).contains("nearly full", directory.toString());
      assertThat(spool.status().reservedBytes()).isZero();
    }
  }

  /** A client that goes away interrupts its request; that must not close the log for the rest. */
  @Test
  void survivesAnInterruptOfAnAppendingThread() throws Exception {
    try (Spool spool = Examples.open(directory, Examples.SMALL_SEGMENTS, new LocalDisk())) {
      Thread thread =
          Thread.ofVirtual()
              .unstarted(() -> {
                for (int i = 0; i < 40; i++) {
                  spool.force(append(spool, i));
                }
              });
      thread.start();
      while (thread.isAlive()) {
        thread.interrupt();
        Thread.onSpinWait();
      }
      thread.join();

      assertThat(spool.status().failed()).isNull();
      assertThat(Examples.readAll(spool)).hasSize(40);
    }
  }

  private long append(Spool spool, long number) {
    return spool.append(List.of(Examples.entry(number, chance)));
  }
}
