// SPDX-License-Identifier: Apache-2.0
package io.ratchet.storage;

import io.ratchet.base.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Content that is copied out piece by piece. Whoever gets it whole gets it right: before the last
 * bytes of a damaged file go out, the copy breaks off.
 */
public final class ArtifactReader {
  private static final int BUFFER = 64 << 10;

  private final Path file;
  private final String sha256;

  ArtifactReader(Path file, String sha256) {
    this.file = file;
    this.sha256 = sha256;
  }

  public long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes {@code length} bytes from {@code offset} on. */
  public void write(long offset, long length, OutputStream out) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      MessageDigest digest = Digest.start();
      boolean whole = offset == 0 && length == in.length();
      in.seek(offset);
      byte[] buffer = new byte[BUFFER];
      long left = length;
      while (left > 0) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          throw new EOFException("the artifact " + sha256 + " is shorter than it was");
        }
        left -= n;
        if (whole) {
          digest.update(buffer, 0, n);
        }
        if (whole && left == 0 && !HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
          throw new IOException("the artifact " + sha256 + " is damaged");
        }
        out.write(buffer, 0, n);
      }
    }
  }
}
