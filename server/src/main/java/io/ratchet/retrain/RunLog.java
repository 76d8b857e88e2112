// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** The log of a run: lines with their time, in a file, up to a size. */
final class RunLog {
  static final int BYTES = 1 << 20;
  private static final int LINE = 4_000;

  private final Path file;
  private final InstantSource time;
  private long size;
  private boolean full;

  /** Continues the file where it exists. */
  RunLog(Path file, InstantSource time) {
    this.file = file;
    this.time = time;
    try {
      Files.createDirectories(file.getParent());
      this.size = Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private Failure unwritable(IOException e) {
    return Failure.unavailable(
        "cannot write " + file + ": " + e.getMessage(), "check the disk and its permissions", e);
  }

  synchronized void add(String text) {
    String cut = text.length() > LINE ? text.substring(0, LINE) + "..." : text;
    String line = time.instant().truncatedTo(ChronoUnit.MILLIS) + " " + cut + "\n";
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    if (full) {
      return;
    }
    if (size + bytes.length > BYTES) {
      full = true;
      bytes = "... and more, which is not kept\n".getBytes(StandardCharsets.UTF_8);
    }
    try {
      Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      size += bytes.length;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  static byte[] read(Path file) {
    try {
      return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
