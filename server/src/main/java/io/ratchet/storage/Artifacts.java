// SPDX-License-Identifier: Apache-2.0
package io.ratchet.storage;

import io.ratchet.base.Digest;
import io.ratchet.base.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Files by the SHA-256 of their content, in a directory. A file is complete and on disk before
 * {@link #put} answers, is never changed, and is checked against its name when it is read.
 */
public final class Artifacts {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Path directory;
  private final Supplier<String> ids;

  /**
   * A store of artifacts.
   *
   * @param ids names for files that are being written
   */
  public Artifacts(Path directory, Supplier<String> ids) {
    this.directory = directory;
    this.ids = ids;
  }

  /** Keeps content and answers its SHA-256; what is there already is kept as it is. */
  public String put(byte[] content) {
    String sha256 = Digest.sha256(content);
    Path target = path(sha256);
    try {
      if (Files.exists(target)) {
        return sha256;
      }
      Files.createDirectories(target.getParent());
      Path part = target.resolveSibling(ids.get() + ".part");
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        var buffer = java.nio.ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return sha256;
    } catch (IOException e) {
      throw Failure.unavailable(
          "the artifact could not be written to " + directory + ": " + e.getMessage(),
          "check the disk and its permissions",
          e);
    }
  }

  /**
   * The content of that SHA-256.
   *
   * @throws Failure MISSING where there is none, UNAVAILABLE where the file is damaged
   */
  public byte[] get(String sha256) {
    Path file = path(sha256);
    if (!Files.exists(file)) {
      throw Failure.missing("there is no artifact " + sha256, "upload it again");
    }
    try {
      byte[] content = Files.readAllBytes(file);
      if (!Digest.sha256(content).equals(sha256)) {
        throw Failure.unavailable(
            "the artifact " + sha256 + " is damaged: its content has another SHA-256",
            "delete the file and upload it again",
            null);
      }
      return content;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there is content of that SHA-256. */
  public boolean has(String sha256) {
    return SHA256.matcher(sha256).matches() && Files.exists(path(sha256));
  }

  private Path path(String sha256) {
    if (!SHA256.matcher(sha256).matches()) {
      throw Failure.missing("not the SHA-256 of an artifact: " + sha256, "send 64 hex digits");
    }
    return directory.resolve(sha256.substring(0, 2)).resolve(sha256);
  }
}
