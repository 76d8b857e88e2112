// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** A disk that keeps, when the power goes, what was synced and any part of the rest. */
final class PowerCutDisk implements Disk {
  private static final int PAGE = 512;

  private final LocalDisk disk = new LocalDisk();
  private final RandomGenerator chance;
  private final Map<Path, Long> syncedSizes = new ConcurrentHashMap<>();
  private final Map<Path, Boolean> unsyncedNames = new ConcurrentHashMap<>();

  private int operationsLeft = Integer.MAX_VALUE;

  PowerCutDisk(RandomGenerator chance) {
    this.chance = chance;
  }

  /** Changes a copy of the page cache's files into what is there when the machine is up again. */
  void cut(Path copy) throws IOException {
    for (Map.Entry<Path, Long> synced : syncedSizes.entrySet()) {
      Path file = copy.resolve(synced.getKey().getFileName());
      if (!Files.exists(file)) {
        continue;
      }
      if (unsyncedNames.containsKey(synced.getKey()) && chance.nextBoolean()) {
        Files.delete(file);
      } else {
        lose(file, synced.getValue());
      }
    }
  }

  /** Fails every operation after so many, as if the process ended there. */
  void failAfter(int operations) {
    operationsLeft = operations;
  }

  private void operate() throws IOException {
    if (operationsLeft-- <= 0) {
      throw new IOException("the process was killed here");
    }
  }

  private void lose(Path file, long synced) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      long size = synced + chance.nextLong(open.length() - synced + 1);
      open.setLength(size);
      for (long at = synced; at < size; at += PAGE) {
        if (chance.nextBoolean()) {
          open.seek(at);
          open.write(new byte[(int) Math.min(PAGE, size - at)]);
        }
      }
    }
  }

  @Override
  public Output create(Path file) throws IOException {
    operate();
    unsyncedNames.put(file, true);
    syncedSizes.put(file, 0L);
    return new CutOutput(file, disk.create(file));
  }

  @Override
  public void truncate(Path file, long size) throws IOException {
    operate();
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(Math.min(size, open.length()));
    }
    syncedSizes.put(file, Files.size(file));
  }

  @Override
  public void delete(Path file) throws IOException {
    operate();
    disk.delete(file);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    operate();
    unsyncedNames.clear();
  }

  @Override
  public long usableBytes(Path directory) {
    return Long.MAX_VALUE;
  }

  private final class CutOutput implements Output {
    private final Path file;
    private final Output output;
    private volatile long size;

    CutOutput(Path file, Output output) {
      this.file = file;
      this.output = output;
    }

    @Override
    public void write(long offset, byte[] bytes) throws IOException {
      operate();
      output.write(offset, bytes);
      size = offset + bytes.length;
    }

    @Override
    public void truncate(long size) throws IOException {
      output.truncate(size);
      this.size = size;
    }

    @Override
    public void sync() throws IOException {
      operate();
      syncedSizes.put(file, size);
    }

    @Override
    public void close() throws IOException {
      output.close();
    }
  }
}
