// SPDX-License-Identifier: Apache-2.0
package io.ratchet.storage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is being written. Its faults are told from those of what is written to it. */
final class PartFile implements AutoCloseable {
  private final FileOutputStream out;

  private PartFile(FileOutputStream out) {
    this.out = out;
  }

  /** The disk failed. */
  static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final IOException cause;

    private Fault(IOException cause) {
      super(cause);
      this.cause = cause;
    }

    IOException cause() {
      return cause;
    }
  }

  static PartFile create(Path file) {
    try {
      Files.createDirectories(file.getParent());
      if (Files.exists(file)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      return new PartFile(new FileOutputStream(file.toFile()));
    } catch (IOException e) {
      throw new Fault(e);
    }
  }

  void write(byte[] bytes, int count) {
    try {
      out.write(bytes, 0, count);
    } catch (IOException e) {
      throw new Fault(e);
    }
  }

  /** Everything written is on disk when this returns. */
  void sync() {
    try {
      out.getFD().sync();
    } catch (IOException e) {
      throw new Fault(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new Fault(e);
    }
  }

  /** The names in a directory are on disk when this returns. */
  static void syncDirectory(Path directory) throws IOException {
    boolean interrupted = Thread.interrupted();
    while (true) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
        break;
      } catch (ClosedByInterruptException _) {
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
