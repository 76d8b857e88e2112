// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoolRecoveryTest {
  @TempDir Path scratch;
  private final Warnings warnings = new Warnings();
  private final Random chance = new Random(11);

  /** A spool directory, what was appended to it, and where each append ended. */
  private record Written(Path directory, List<List<Entry>> appended, List<Long> ends) {
    List<Entry> entries() {
      return appended.stream().flatMap(List::stream).toList();
    }

    /** The entries of appends that ended at or before an offset of the first segment's file. */
    List<Entry> before(long offset) {
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < ends.size(); i++) {
        if (ends.get(i) + SegmentHeader.SIZE <= offset) {
          entries.addAll(appended.get(i));
        }
      }
      return entries;
    }

    /** All but the entries of the append that an offset of the first segment's file is in. */
    List<Entry> without(long offset) {
      List<Entry> entries = new ArrayList<>();
      long start = 0;
      for (int i = 0; i < ends.size(); i++) {
        long position = offset - SegmentHeader.SIZE;
        if (position < start || position >= ends.get(i)) {
          entries.addAll(appended.get(i));
        }
        start = ends.get(i);
      }
      return entries;
    }
  }

  @AfterEach
  void stopListening() {
    warnings.close();
  }

  @Test
  void readsWhatLiesBeforeATailThatIsTornAtAnyByte() throws IOException {
    Written written = write(9, Examples.ONE_SEGMENT);
    byte[] log = Files.readAllBytes(log(written.directory()));

    for (int size = log.length; size >= 0; size--) {
      Path copy = emptyDirectory();
      Files.write(copy.resolve(log(written.directory()).getFileName()), Arrays.copyOf(log, size));
      List<Entry> expected = new ArrayList<>(written.before(size));

      try (Spool spool = Examples.open(copy, Examples.ONE_SEGMENT)) {
        assertThat(Examples.readAll(spool)).as("cut at %d", size).isEqualTo(expected);
        assertThat(spool.status().pendingEntries()).isEqualTo(expected.size());
        assertThat(spool.status().corruptBytes()).isZero();
        expected.add(appendOne(spool));
        assertThat(Examples.readAll(spool)).as("cut at %d", size).isEqualTo(expected);
      }
    }
  }

  @Test
  void readsWhatLiesBeforeATailOfZeros() throws IOException {
    Written written = write(25, Examples.ONE_SEGMENT);
    byte[] log = Files.readAllBytes(log(written.directory()));

    for (long end : written.ends()) {
      Path copy = copy(written.directory());
      byte[] zeroed = Arrays.copyOf(log, log.length + 5000);
      Arrays.fill(zeroed, (int) end + SegmentHeader.SIZE, zeroed.length, (byte) 0);
      Files.write(log(copy), zeroed);

      try (Spool spool = Examples.open(copy, Examples.ONE_SEGMENT)) {
        assertThat(Examples.readAll(spool)).isEqualTo(written.before(end + SegmentHeader.SIZE));
        assertThat(spool.status().corruptBytes()).isZero();
      }
    }
  }

  @Test
  void skipsOnlyTheAppendThatAFlippedBitIsInAndSetsItAside() throws IOException {
    Written written = write(25, Examples.ONE_SEGMENT);
    byte[] log = Files.readAllBytes(log(written.directory()));

    for (int round = 0; round < 120; round++) {
      int at = SegmentHeader.SIZE + chance.nextInt(log.length - SegmentHeader.SIZE);
      Path copy = copy(written.directory());
      flip(log(copy), at);

      for (int open = 0; open < 2; open++) {
        try (Spool spool = Examples.open(copy, Examples.ONE_SEGMENT)) {
          assertThat(Examples.readAll(spool)).as("flip at %d", at).isEqualTo(written.without(at));
          assertThat(Examples.readAll(spool)).isEqualTo(written.without(at));
          if (open == 0) {
            assertThat(spool.status().corruptBytes()).isPositive();
          }
          assertThat(Examples.files(copy, ".corrupt")).hasSize(1);
        }
      }
      assertThat(Files.size(Examples.files(copy, ".corrupt").getFirst())).isPositive();
    }
  }

  @Test
  void readsASegmentWhoseHeaderIsDamaged() throws IOException {
    Written written = write(10, Examples.ONE_SEGMENT);

    for (int at = 0; at < SegmentHeader.SIZE; at++) {
      Path copy = copy(written.directory());
      flip(log(copy), at);
      try (Spool spool = Examples.open(copy, Examples.ONE_SEGMENT)) {
        assertThat(Examples.readAll(spool)).isEqualTo(written.entries());
        assertThat(spool.status().corruptBytes()).isEqualTo(SegmentHeader.SIZE);
      }
    }
  }

  /** Old segments are not read at the start; their damage shows when the reader gets there. */
  @Test
  void skipsDamageThatIsFoundWhileReading() throws IOException {
    Written written = write(60, Examples.SMALL_SEGMENTS);
    Path first = log(written.directory());
    int at = (int) Files.size(first) / 2;
    flip(first, at);

    try (Spool spool = Examples.open(written.directory(), Examples.SMALL_SEGMENTS)) {
      assertThat(spool.status().corruptBytes()).isZero();
      assertThat(Examples.readAll(spool)).isEqualTo(written.without(at));
      assertThat(Examples.readAll(spool)).isEqualTo(written.without(at));
      assertThat(spool.status().corruptBytes()).isPositive();
      Path aside = Examples.files(written.directory(), ".corrupt").getFirst();
      assertThat(warnings.messages()).hasSize(1);
      assertThat(warnings.messages().getFirst()).contains(first.toString(), aside.toString());
    }
  }

  @Test
  void findsTheFramesBehindManyDamagedPlaces() throws IOException {
    for (int round = 0; round < 30; round++) {
      Written written = write(60, Examples.SMALL_SEGMENTS);
      int flips = 1 + chance.nextInt(10);
      for (int i = 0; i < flips; i++) {
        List<Path> logs = Examples.files(written.directory(), ".log");
        Path log = logs.get(chance.nextInt(logs.size()));
        flip(log, chance.nextInt((int) Files.size(log)));
      }

      try (Spool spool = Examples.open(written.directory(), Examples.SMALL_SEGMENTS)) {
        List<Entry> read = Examples.readAll(spool);
        List<Entry> all = written.entries();
        assertThat(all).containsSubsequence(read);
        assertThat(read.size()).isGreaterThanOrEqualTo(all.size() - 4 * flips);
      }
    }
  }

  @Test
  void doesNotTakeAPayloadForAFrame() throws IOException {
    Path inner = write(3, Examples.ONE_SEGMENT).directory();
    byte[] disguised = Files.readAllBytes(log(inner));
    Path outer = emptyDirectory();
    try (Spool spool = Examples.open(outer, Examples.ONE_SEGMENT)) {
      spool.append((byte) 1, disguised);
      spool.append((byte) 2, new byte[] {2});
    }
    flip(log(outer), SegmentHeader.SIZE);

    try (Spool spool = Examples.open(outer, Examples.ONE_SEGMENT)) {
      assertThat(Examples.readAll(spool)).containsExactly(new Entry((byte) 2, new byte[] {2}));
    }
  }

  @Test
  void refusesAFormatThatItDoesNotKnow() throws IOException {
    Path directory = write(3, Examples.ONE_SEGMENT).directory();
    byte[] log = Files.readAllBytes(log(directory));
    ByteBuffer header = ByteBuffer.wrap(log);
    header.putInt(8, 2);
    header.putInt(SegmentHeader.SIZE - 4, Frames.check(log, 0, SegmentHeader.SIZE - 4));
    Files.write(log(directory), log);

    Failure refused = Examples.refusal(() -> Examples.open(directory, Examples.ONE_SEGMENT));

    assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(refused.message()).contains("has format 2");
    assertThat(Files.readAllBytes(log(directory))).isEqualTo(log);
  }

  private Written write(int appends, SpoolConfig config) throws IOException {
    Path directory = emptyDirectory();
    List<List<Entry>> appended = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    try (Spool spool = Examples.open(directory, config)) {
      for (int i = 0; i < appends; i++) {
        List<Entry> batch = new ArrayList<>();
        for (int j = 0; j <= i % 4; j++) {
          batch.add(Examples.entry(10L * i + j, chance));
        }
        ends.add(spool.append(batch));
        appended.add(batch);
      }
    }
    return new Written(directory, appended, ends);
  }

  private Entry appendOne(Spool spool) {
    Entry entry = Examples.entry(999, chance);
    spool.append(List.of(entry));
    return entry;
  }

  private Path emptyDirectory() throws IOException {
    return Files.createTempDirectory(scratch, "spool");
  }

  private Path copy(Path directory) throws IOException {
    Path copy = emptyDirectory();
    Examples.copy(directory, copy);
    return copy;
  }

  private static Path log(Path directory) throws IOException {
    return Examples.files(directory, ".log").getFirst();
  }

  private void flip(Path file, int at) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ (1 << chance.nextInt(8)))).flip();
      channel.write(one, at);
    }
  }
}
