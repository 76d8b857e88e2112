// SPDX-License-Identifier: Apache-2.0
package io.ratchet.backup;

import com.github.luben.zstd.ZstdOutputStream;
import io.ratchet.base.Json;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes a backup from its beginning to its end: files, then the manifest, compressed. */
final class ArchiveWriter implements AutoCloseable {
  private static final int LEVEL = 3;
  private static final int BUFFER = 64 << 10;

  private final ZstdOutputStream out;
  private final List<Manifest.File> files = new ArrayList<>();

  ArchiveWriter(OutputStream out) throws IOException {
    this.out = new ZstdOutputStream(out, LEVEL);
    this.out.setChecksum(true);
    this.out.setCloseFrameOnFlush(false);
  }

  /** Adds a file as it is now; one that becomes shorter meanwhile is a fault. */
  Manifest.File add(String path, Path file) throws IOException {
    long size = Files.size(file);
    Tar.writeHeader(out, new Tar.Entry(path, size));
    Hashing hashing = new Hashing();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      long left = size;
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(left, BUFFER));
        if (read < 0) {
          throw new EOFException(path + " became shorter while it was copied");
        }
        hashing.add(buffer, read);
        out.write(buffer, 0, read);
        left -= read;
      }
    }
    out.write(new byte[Tar.padding(size)]);
    Manifest.File added = new Manifest.File(path, size, hashing.sha256());
    files.add(added);
    return added;
  }

  List<Manifest.File> files() {
    return files;
  }

  /** Ends the archive; without this it is refused wherever it is read. */
  void finish(Manifest manifest) throws IOException {
    byte[] text = Json.bytes(manifest.json(true));
    Tar.writeHeader(out, new Tar.Entry(Manifest.NAME, text.length));
    out.write(text);
    out.write(new byte[Tar.padding(text.length)]);
    out.write(new byte[2 * Tar.BLOCK]);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
