// SPDX-License-Identifier: Apache-2.0
package io.ratchet.backup;

import com.github.luben.zstd.ZstdInputStream;
import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a backup from its beginning to its end and believes nothing: names outside the few folders
 * that a backup has, files that the manifest does not list or lists otherwise, and anything after
 * the manifest are refused. What it keeps in memory and on disk is bounded by what it says.
 */
public final class ArchiveReader {
  private static final Pattern PATH =
      Pattern.compile(
          "database/(ratchet\\.db|identities|[a-z][a-z0-9_]{0,62}\\.copy)"
              + "|artifacts/[0-9a-f]{2}/[0-9a-f]{64}"
              + "|keys/webhooks\\.key");
  private static final int FILES = 5_000_000;
  private static final long MANIFEST_BYTES = 1L << 30;
  private static final int BUFFER = 64 << 10;

  private final Path file;

  public ArchiveReader(Path file) {
    this.file = file;
  }

  /** Takes the files of an archive; null for one that need not be kept. */
  @FunctionalInterface
  interface Sink {
    @Nullable OutputStream open(Tar.Entry entry) throws IOException;
  }

  /** Reads all of it and says what it is, where it is whole. */
  public Manifest verify() {
    return read(_ -> null);
  }

  Manifest read(Sink sink) {
    if (!Files.isRegularFile(file)) {
      throw Failure.missing("there is no file " + file, "name a file made by ratchet backup");
    }
    try (InputStream in =
        new BufferedInputStream(new ZstdInputStream(Files.newInputStream(file)), BUFFER)) {
      return read(in, sink);
    } catch (IOException e) {
      throw Tar.broken(String.valueOf(e.getMessage()));
    }
  }

  private static Manifest read(InputStream in, Sink sink) throws IOException {
    Map<String, Manifest.File> seen = new LinkedHashMap<>();
    Tar.Entry entry = Tar.readHeader(in);
    while (entry != null && !entry.name().equals(Manifest.NAME)) {
      if (!PATH.matcher(entry.name()).matches()) {
        throw Tar.broken("it holds the file " + Problem.shorten(entry.name()));
      }
      Manifest.File file = copy(in, entry, sink);
      if (seen.put(entry.name(), file) != null || seen.size() > FILES) {
        throw Tar.broken("it holds " + entry.name() + " twice, or too many files");
      }
      entry = Tar.readHeader(in);
    }
    if (entry == null || entry.size() > MANIFEST_BYTES) {
      throw Tar.broken("it has no manifest, so it is not complete");
    }
    byte[] text = in.readNBytes((int) entry.size());
    Manifest manifest = Manifest.read(text);
    in.skipNBytes(Tar.padding(entry.size()));
    byte[] end = in.readNBytes(2 * Tar.BLOCK);
    if (!Arrays.equals(end, new byte[2 * Tar.BLOCK]) || in.read() >= 0) {
      throw Tar.broken("it goes on after its manifest");
    }
    compare(manifest, seen);
    return manifest;
  }

  private static void compare(Manifest manifest, Map<String, Manifest.File> seen) {
    Map<String, Manifest.File> missing = new LinkedHashMap<>(seen);
    for (Manifest.File listed : manifest.files()) {
      Manifest.File found = missing.remove(listed.path());
      if (!listed.equals(found)) {
        throw Tar.broken(
            found == null
                ? listed.path() + " is missing or listed twice"
                : listed.path() + " has another length or SHA-256 than the manifest says");
      }
    }
    if (!missing.isEmpty()) {
      throw Tar.broken("the manifest does not list " + missing.keySet().iterator().next());
    }
  }

  private static Manifest.File copy(InputStream in, Tar.Entry entry, Sink sink) throws IOException {
    Hashing hashing = new Hashing();
    try (OutputStream out = sink.open(entry)) {
      byte[] buffer = new byte[BUFFER];
      long left = entry.size();
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(left, BUFFER));
        if (read < 0) {
          throw Tar.broken("it ends in the middle of " + entry.name());
        }
        hashing.add(buffer, read);
        if (out != null) {
          out.write(buffer, 0, read);
        }
        left -= read;
      }
    }
    in.skipNBytes(Tar.padding(entry.size()));
    return new Manifest.File(entry.name(), entry.size(), hashing.sha256());
  }
}
