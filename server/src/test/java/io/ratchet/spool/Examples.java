// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratchet.base.Failure;
import io.ratchet.base.Ticker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Spools and entries that the tests of this package share. */
final class Examples {
  static final Duration NEVER = Duration.ofSeconds(60);
  static final SpoolConfig ONE_SEGMENT = config(1 << 20, 1 << 20);
  static final SpoolConfig SMALL_SEGMENTS = config(1 << 20, 2048);

  private Examples() {}

  /** Nothing is forced unless a test asks, so that a test sees its own fsyncs only. */
  static SpoolConfig config(long maxBytes, long segmentBytes) {
    return new SpoolConfig(maxBytes, segmentBytes, NEVER, (int) Math.min(maxBytes, 64 << 10));
  }

  static Spool open(Path directory, SpoolConfig config) {
    return open(directory, config, FaultyDisk.fast());
  }

  static Spool open(Path directory, SpoolConfig config, Disk disk) {
    return Spool.open(
        directory,
        config,
        () -> "node-1",
        Ticker.system(),
        Thread.ofPlatform().daemon().factory(),
        disk);
  }

  /** An entry that carries a number and some noise. */
  static Entry entry(long number, RandomGenerator chance) {
    byte[] payload = new byte[Long.BYTES + chance.nextInt(60)];
    chance.nextBytes(payload);
    ByteBuffer.wrap(payload).putLong(0, number);
    return new Entry((byte) (number % 5), payload);
  }

  static long number(Entry entry) {
    return ByteBuffer.wrap(entry.payload()).getLong();
  }

  static List<Long> numbers(List<Entry> entries) {
    return entries.stream().map(Examples::number).toList();
  }

  static List<Entry> readAll(Spool spool) throws IOException {
    return readAll(spool, 0);
  }

  static List<Entry> readAll(Spool spool, long position) throws IOException {
    List<Entry> all = new ArrayList<>();
    try (Cursor cursor = spool.cursor(position)) {
      for (Batch batch = cursor.next(7, 1000); !batch.isEmpty(); batch = cursor.next(7, 1000)) {
        all.addAll(batch.entries());
      }
    }
    return all;
  }

  /** Appends entries of a size until one more is refused. */
  static void fill(Spool spool, int payload) {
    while (catchThrowableOfType(Failure.class, () -> spool.append((byte) 1, new byte[payload]))
        == null) {
      // one more
    }
  }

  static List<Path> files(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  static Failure refusal(ThrowingCallable call) {
    return catchThrowableOfType(Failure.class, call);
  }

  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : files(from, "")) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }
}
