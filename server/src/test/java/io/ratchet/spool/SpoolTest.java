// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoolTest {
  @TempDir Path directory;
  private final Random chance = new Random(7);

  @Test
  void readsBackWhatWasAppendedInOrder() throws IOException {
    try (Spool spool = Examples.open(directory, Examples.SMALL_SEGMENTS)) {
      List<Entry> appended = append(spool, 0, 300);

      assertThat(Examples.readAll(spool)).isEqualTo(appended);
      assertThat(Examples.files(directory, ".log")).hasSizeGreaterThan(5);
    }
  }

  @Test
  void keepsPositionsEntriesAndNodeOverARestart() throws IOException {
    List<Entry> all = new ArrayList<>();
    long end;
    try (Spool spool = Examples.open(directory, Examples.SMALL_SEGMENTS)) {
      all.addAll(append(spool, 0, 100));
      end = spool.end();
    }

    try (Spool spool = Examples.open(directory, Examples.SMALL_SEGMENTS)) {
      assertThat(spool.end()).isGreaterThan(end);
      assertThat(spool.status().pendingEntries()).isEqualTo(100);
      all.addAll(append(spool, 100, 50));
      assertThat(spool.status().pendingEntries()).isEqualTo(150);
      assertThat(Examples.readAll(spool)).isEqualTo(all);
      assertThat(Examples.readAll(spool, end)).isEqualTo(all.subList(100, 150));
      assertThat(spool.node()).isEqualTo("node-1");
    }
  }

  @Test
  void keepsPositionsGoingForwardWhenNothingIsLeftToRead() throws IOException {
    long last = -1;
    for (int round = 0; round < 5; round++) {
      try (Spool spool = Examples.open(directory, Examples.SMALL_SEGMENTS)) {
        assertThat(spool.end()).isGreaterThan(last);
        last = round % 2 == 0 ? spool.append((byte) 1, new byte[100]) : spool.end();
        spool.release(last);
        assertThat(spool.status().pendingBytes()).isZero();
        assertThat(spool.status().pendingEntries()).isZero();
      }
    }
    assertThat(Examples.files(directory, ".log")).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void keepsABatchTogetherWhateverTheReaderAsksFor() throws IOException {
    try (Spool spool = Examples.open(directory, Examples.ONE_SEGMENT)) {
      List<Entry> batch = entries(0, 10);
      spool.append(entries(10, 1));
      spool.append(batch);
      spool.append(entries(11, 1));

      try (Cursor cursor = spool.cursor(0)) {
        assertThat(cursor.next(5, 1 << 20).entries()).hasSize(1);
        assertThat(cursor.next(5, 1 << 20).entries()).isEqualTo(batch);
        assertThat(cursor.next(5, 1).entries()).hasSize(1);
        assertThat(cursor.next(5, 1)).isEqualTo(new Batch(List.of(), spool.end()));
      }
    }
  }

  @Test
  void goesOnReadingAtTheEndOfABatch() throws IOException {
    try (Spool spool = Examples.open(directory, Examples.SMALL_SEGMENTS)) {
      List<Entry> all = append(spool, 0, 200);
      List<Entry> read = new ArrayList<>();
      long position = 0;

      while (position < spool.end()) {
        try (Cursor cursor = spool.cursor(position)) {
          Batch batch = cursor.next(1 + chance.nextInt(9), 10_000);
          read.addAll(batch.entries());
          position = batch.end();
        }
      }

      assertThat(read).isEqualTo(all);
    }
  }

  @Test
  void readsWhatIsAppendedAfterTheCursorReachedTheEnd() throws IOException {
    try (Spool spool = Examples.open(directory, Examples.SMALL_SEGMENTS);
        Cursor cursor = spool.cursor(0)) {
      for (int i = 0; i < 100; i++) {
        List<Entry> appended = append(spool, i, 1);
        assertThat(cursor.next(10, 1000).entries()).isEqualTo(appended);
        assertThat(cursor.next(10, 1000).isEmpty()).isTrue();
      }
    }
  }

  @Test
  void keepsEntriesLargerThanASegmentAndLargerThanTheBuffer() throws IOException {
    SpoolConfig config = new SpoolConfig(8 << 20, 4096, Examples.NEVER, 4 << 20);
    try (Spool spool = Examples.open(directory, config)) {
      byte[] large = new byte[1 << 20];
      chance.nextBytes(large);
      spool.append(entries(0, 1));
      spool.append((byte) 3, large);
      spool.append((byte) 4, new byte[0]);

      List<Entry> read = Examples.readAll(spool);
      assertThat(read.get(1)).isEqualTo(new Entry((byte) 3, large));
      assertThat(read.get(2)).isEqualTo(new Entry((byte) 4, new byte[0]));
    }
  }

  @Test
  void deletesSegmentsThatAreReleasedAndCountsWhatIsPending() throws IOException {
    try (Spool spool = Examples.open(directory, Examples.SMALL_SEGMENTS)) {
      List<Long> ends = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        ends.add(spool.append(entries(i, 1)));
      }
      int files = Examples.files(directory, ".log").size();

      spool.force(spool.end());

      for (int i = 0; i < 200; i += 9) {
        spool.release(ends.get(i));
        assertThat(spool.status().pendingEntries()).isEqualTo(199 - i);
        assertThat(spool.status().pendingBytes()).isEqualTo(ends.getLast() - ends.get(i));
        assertThat(Examples.readAll(spool, ends.get(i))).hasSize(199 - i);
      }
      assertThat(files).isGreaterThan(5);
      assertThat(Examples.files(directory, ".log")).hasSize(1);
      spool.release(ends.getFirst());
      assertThat(spool.status().released()).isEqualTo(ends.get(198));
    }
  }

  @Test
  void refusesWhatDoesNotFitUntilSpaceIsReleased() throws IOException {
    try (Spool spool = Examples.open(directory, Examples.config(4096, 1024))) {
      int appended = 4096 / (100 + Frames.HEADER + Frames.ENTRY_HEADER);
      long end = 0;
      for (int i = 0; i < appended; i++) {
        end = spool.append((byte) 1, new byte[100]);
      }
      Failure full = Examples.refusal(() -> spool.append((byte) 1, new byte[100]));

      assertThat(full.code()).isEqualTo(ErrorCode.EXHAUSTED);
      assertThat(full.message()).contains("3999", "129", "4096", directory.toString());
      assertThat(full.hint()).contains("calls.spool.max_bytes");
      assertThat(Examples.readAll(spool)).hasSize(appended);
      spool.release(end);
      assertThat(spool.append((byte) 1, new byte[100])).isGreaterThan(end);
    }
  }

  @Test
  void takesWhatRoomWasReservedForHoweverFullItGets() throws IOException {
    try (Spool spool = Examples.open(directory, Examples.config(4096, 1024))) {
      Spool.Reservation first = spool.reserve(1000);
      Spool.Reservation second = spool.reserve(1000);
      Spool.Reservation unused = spool.reserve(1000);
      Examples.fill(spool, 100);

      assertThat(Examples.refusal(() -> spool.reserve(1000)).code()).isEqualTo(ErrorCode.EXHAUSTED);
      Failure full = Examples.refusal(() -> spool.append((byte) 1, new byte[1000]));
      assertThat(full.message()).contains("3087 are reserved");
      first.append((byte) 1, new byte[1000]);
      second.append((byte) 1, new byte[10]);
      second.close();
      assertThat(spool.status().reservedBytes()).isEqualTo(1029);
      spool.append((byte) 1, new byte[900]);
      unused.close();
      unused.close();
      assertThat(spool.status().reservedBytes()).isZero();
      spool.append((byte) 1, new byte[1000]);
      Examples.fill(spool, 1);
      assertThat(spool.status().pendingBytes()).isLessThanOrEqualTo(4096);
    }
  }

  @Test
  void refusesAReservedEntryThatOutgrewItsRoomOnceNothingElseIsLeft() throws IOException {
    try (Spool spool = Examples.open(directory, Examples.config(4096, 1024));
        Spool.Reservation small = spool.reserve(100)) {
      Examples.fill(spool, 1);

      Failure full = Examples.refusal(() -> small.append((byte) 1, new byte[200]));

      assertThat(full.code()).isEqualTo(ErrorCode.EXHAUSTED);
      assertThat(spool.status().reservedBytes()).isEqualTo(129);
      small.append((byte) 1, new byte[100]);
    }
  }

  @Test
  void refusesABatchAboveTheLimit() throws IOException {
    try (Spool spool = Examples.open(directory, Examples.config(4096, 1024))) {
      Failure large = Examples.refusal(() -> spool.append((byte) 1, new byte[4096]));

      assertThat(large.code()).isEqualTo(ErrorCode.TOO_LARGE);
      assertThat(large.message()).contains("4125", "4096");
      assertThat(spool.status().pendingBytes()).isZero();
    }
  }

  @Test
  void refusesASecondOwner() throws IOException {
    try (Spool _ = Examples.open(directory, Examples.ONE_SEGMENT)) {
      Failure second = Examples.refusal(() -> Examples.open(directory, Examples.ONE_SEGMENT));

      assertThat(second.code()).isEqualTo(ErrorCode.CONFLICT);
      assertThat(second.message())
          .contains(directory.toString(), "process " + ProcessHandle.current().pid());
    }
    Examples.open(directory, Examples.ONE_SEGMENT).close();
  }

  @Test
  void refusesPositionsThatItHasNotReached() throws IOException {
    try (Spool spool = Examples.open(directory, Examples.ONE_SEGMENT)) {
      Failure ahead = Examples.refusal(() -> spool.cursor(1));

      assertThat(ahead.code()).isEqualTo(ErrorCode.CONFLICT);
      assertThatThrownBy(() -> spool.release(1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> spool.force(1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesAppendsAfterClose() throws IOException {
    Spool spool = Examples.open(directory, Examples.ONE_SEGMENT);
    spool.close();

    assertThat(Examples.refusal(() -> spool.append((byte) 1, new byte[1])).code())
        .isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void wakesAReaderWhenSomethingIsAppendedOrTheSpoolCloses() throws Exception {
    Spool spool = Examples.open(directory, Examples.ONE_SEGMENT);
    assertThat(spool.awaitBeyond(0, Duration.ofMillis(1))).isFalse();
    List<Boolean> woken = new ArrayList<>();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              try {
                woken.add(spool.awaitBeyond(0, Duration.ofMinutes(1)));
                woken.add(spool.awaitBeyond(spool.end(), Duration.ofMinutes(1)));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    spool.append((byte) 1, new byte[10]);
    while (woken.isEmpty()) {
      Thread.onSpinWait();
    }
    spool.close();
    reader.join();

    assertThat(woken).containsExactly(true, false);
  }

  @Test
  void refusesLimitsThatMakeNoSense() {
    Failure zero = Examples.refusal(() -> new SpoolConfig(1 << 20, 0, Duration.ZERO, 1024));
    Failure large = Examples.refusal(() -> new SpoolConfig(2048, 2048, Duration.ZERO, 4096));

    assertThat(zero.message()).isEqualTo("calls.spool.segment_bytes is 0");
    assertThat(large.message()).contains("calls.spool.max_entry_bytes is 4096");
  }

  private List<Entry> append(Spool spool, int first, int count) {
    List<Entry> entries = entries(first, count);
    entries.forEach(entry -> spool.append(List.of(entry)));
    return entries;
  }

  private List<Entry> entries(int first, int count) {
    List<Entry> entries = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      entries.add(Examples.entry(i, chance));
    }
    return entries;
  }
}
