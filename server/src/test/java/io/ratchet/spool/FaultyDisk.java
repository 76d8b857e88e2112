// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** A real disk that fails, fills up or forgets to sync when told so. */
final class FaultyDisk implements Disk {
  private final LocalDisk disk = new LocalDisk();
  final AtomicInteger syncs = new AtomicInteger();
  volatile Runnable beforeSync = () -> {};
  volatile boolean syncsForReal;
  volatile boolean failsSyncs;
  volatile boolean failsWrites;
  volatile boolean failsTruncates;
  volatile long usable = Long.MAX_VALUE;

  /** Syncs nothing, which a process cannot tell from the truth until the power goes. */
  static FaultyDisk fast() {
    return new FaultyDisk();
  }

  @Override
  public Output create(Path file) throws IOException {
    return new FaultyOutput(disk.create(file));
  }

  @Override
  public void truncate(Path file, long size) throws IOException {
    if (syncsForReal) {
      disk.truncate(file, size);
      return;
    }
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(Math.min(size, open.length()));
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    if (syncsForReal) {
      disk.syncDirectory(directory);
    }
  }

  @Override
  public long usableBytes(Path directory) {
    return usable;
  }

  private final class FaultyOutput implements Output {
    private final Output output;

    FaultyOutput(Output output) {
      this.output = output;
    }

    @Override
    public void write(long offset, byte[] bytes) throws IOException {
      if (failsWrites) {
        byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
        output.write(offset, half);
        throw new IOException("injected write error");
      }
      output.write(offset, bytes);
    }

    @Override
    public void truncate(long size) throws IOException {
      if (failsTruncates) {
        throw new IOException("injected truncate error");
      }
      output.truncate(size);
    }

    @Override
    public void sync() throws IOException {
      syncs.incrementAndGet();
      beforeSync.run();
      if (failsSyncs) {
        throw new IOException("injected fsync error");
      }
      if (syncsForReal) {
        output.sync();
      }
    }

    @Override
    public void close() throws IOException {
      output.close();
    }
  }
}
