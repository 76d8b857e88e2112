// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder on the disk of the checkout, gone when it is closed. */
public final class Scratch implements AutoCloseable {
  private final Path folder;

  public Scratch() throws IOException {
    Path parent = Machine.home().resolve("bench/target/scratch").toAbsolutePath().normalize();
    folder = Files.createTempDirectory(Files.createDirectories(parent), "run");
  }

  public Path folder() {
    return folder;
  }

  /** The bytes of all files below a folder. */
  public static long bytes(Path below) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(Files::isRegularFile).mapToLong(Scratch::size).sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
