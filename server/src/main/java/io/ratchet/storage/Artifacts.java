// SPDX-License-Identifier: Apache-2.0
package io.ratchet.storage;

import io.ratchet.base.Digest;
import io.ratchet.base.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files by the SHA-256 of their content, in a directory. A file is complete and on disk before
 * {@link #put} answers, is never changed, and is checked against its name when it is read whole.
 *
 * <p>Content arrives in a part file of its own, which is synced and then renamed: what has a name
 * is whole. The time of a file is when somebody last put it; {@link #remove} takes a file only
 * where that is long ago, and looks again once nobody can reach it any more, so that content which
 * is put while it is being removed stays.
 */
public final class Artifacts {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final String PART = ".part";
  private static final String GONE = ".gone";
  private static final int BUFFER = 64 << 10;

  private final Path directory;
  private final Path parts;
  private final Supplier<String> ids;
  private final InstantSource time;

  /**
   * A store of artifacts.
   *
   * @param ids names for files that are being written
   * @param time when files are put
   */
  public Artifacts(Path directory, Supplier<String> ids, InstantSource time) {
    this.directory = directory;
    this.parts = directory.resolve("parts");
    this.ids = ids;
    this.time = time;
  }

  /**
   * Content that has arrived and is on disk, under a name that only its owner knows.
   *
   * @param sha256 of the content
   */
  public record Part(String name, String sha256, long size) {}

  /**
   * A file of the store.
   *
   * @param name the SHA-256 of its content, or that of a part
   * @param put when somebody last put it, or last wrote to it
   */
  public record Kept(String name, long size, Instant put) {}

  /** Keeps content and answers its SHA-256; what is there already is kept as it is. */
  public String put(byte[] content) {
    String sha256 = Digest.sha256(content);
    try {
      if (!touch(sha256)) {
        keep(receive(new ByteArrayInputStream(content)));
      }
      return sha256;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Writes down what arrives, as much as there is. Nothing stays of content that breaks off.
   *
   * @throws IOException where {@code in} does; a disk that fails is a {@link Failure}
   */
  public Part receive(InputStream in) throws IOException {
    String name = ids.get() + PART;
    Path file = parts.resolve(name);
    MessageDigest digest = Digest.start();
    long size = 0;
    boolean whole = false;
    try (PartFile out = PartFile.create(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        out.write(buffer, n);
        size += n;
      }
      out.sync();
      whole = true;
    } catch (PartFile.Fault e) {
      throw failed(e.cause());
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
    return new Part(name, HexFormat.of().formatHex(digest.digest()), size);
  }

  /** Makes a part survive the loss of power under its own name. */
  public void settle(Part part) {
    try {
      PartFile.syncDirectory(parts);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Gives a part its place under its SHA-256. */
  public void keep(Part part) {
    Path from = parts.resolve(part.name());
    Path to = path(part.sha256());
    Path shelf = shelf(part.sha256());
    try {
      if (touch(part.sha256())) {
        Files.deleteIfExists(from);
      } else {
        if (Files.notExists(shelf)) {
          Files.createDirectories(shelf);
          PartFile.syncDirectory(directory);
        }
        Files.setLastModifiedTime(from, now());
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
      PartFile.syncDirectory(shelf);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** The content of a part. */
  public InputStream part(String name) throws IOException {
    return Files.newInputStream(parts.resolve(name));
  }

  /** Ends a part; the bytes that are free now. */
  public long discard(String name) {
    Path file = parts.resolve(name);
    try {
      long size = Files.size(file);
      return Files.deleteIfExists(file) ? size : 0;
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private FileTime now() {
    return FileTime.from(time.instant());
  }

  private boolean touch(String sha256) throws IOException {
    try {
      Files.setLastModifiedTime(path(sha256), now());
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Failure failed(IOException e) {
    return Failure.unavailable(
        "the artifact could not be written to " + directory + ": " + e.getMessage(),
        "check the disk and its permissions",
        e);
  }

  /**
   * The content of that SHA-256.
   *
   * @throws Failure MISSING where there is none, UNAVAILABLE where the file is damaged
   */
  public byte[] get(String sha256) {
    Path file = present(sha256);
    try {
      byte[] content = Files.readAllBytes(file);
      if (!Digest.sha256(content).equals(sha256)) {
        throw damaged(sha256);
      }
      return content;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path present(String sha256) {
    Path file = path(sha256);
    if (!Files.exists(file)) {
      throw Failure.missing("there is no artifact " + sha256, "upload it again");
    }
    return file;
  }

  private static Failure damaged(String sha256) {
    return Failure.unavailable(
        "the artifact " + sha256 + " is damaged: its content has another SHA-256",
        "delete the file and upload it again",
        null);
  }

  /** Opens content, to be copied piece by piece. */
  public ArtifactReader open(String sha256) {
    return new ArtifactReader(present(sha256), sha256);
  }

  /** Whether there is content of that SHA-256. */
  public boolean has(String sha256) {
    return SHA256.matcher(sha256).matches() && Files.exists(path(sha256));
  }

  /** As {@link #has}, for those who will refer to it: it counts as put now. */
  public boolean claim(String sha256) {
    try {
      return SHA256.matcher(sha256).matches() && touch(sha256);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private Path path(String sha256) {
    if (!SHA256.matcher(sha256).matches()) {
      throw Failure.missing("not the SHA-256 of an artifact: " + sha256, "send 64 hex digits");
    }
    return shelf(sha256).resolve(sha256);
  }

  /** The directory of all content whose SHA-256 begins alike. */
  private Path shelf(String sha256) {
    return directory.resolve(sha256.substring(0, 2));
  }

  /** Shows all content. */
  public void contents(Consumer<Kept> each) {
    files(name -> SHA256.matcher(name).matches(), each);
  }

  /** Shows all parts, those of a writer that died included. */
  public void parts(Consumer<Kept> each) {
    files(name -> name.endsWith(PART), each);
  }

  private void files(Predicate<String> wanted, Consumer<Kept> each) {
    if (Files.notExists(directory)) {
      return;
    }
    try (Stream<Path> shelves = Files.list(directory)) {
      for (Path shelf : shelves.filter(Files::isDirectory).toList()) {
        try (Stream<Path> files = Files.list(shelf)) {
          Iterator<Path> found = files.filter(one -> wanted.test(name(one))).iterator();
          while (found.hasNext()) {
            kept(found.next()).ifPresent(each);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Kept> kept(Path file) throws IOException {
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      boolean content = SHA256.matcher(name(file)).matches();
      String name = content ? name(file) : parts.relativize(file).toString();
      return Optional.of(new Kept(name, is.size(), is.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // a writer is done with it
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /**
   * Removes content that nobody has put since a moment.
   *
   * @return the bytes that are free now; empty where it stays
   */
  public OptionalLong remove(String sha256, Instant before) {
    Path file = path(sha256);
    Path aside = parts.resolve(sha256 + GONE);
    try {
      if (!isOlder(file, before)) {
        return OptionalLong.empty();
      }
      Files.createDirectories(parts);
      Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
      if (!isOlder(aside, before)) {
        restore(aside);
        return OptionalLong.empty();
      }
      long size = Files.size(aside);
      Files.delete(aside);
      return OptionalLong.of(size);
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static boolean isOlder(Path file, Instant before) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isBefore(before);
  }

  /** Puts back what a process was about to remove when it died. */
  public void recover() {
    if (Files.exists(parts)) {
      try (Stream<Path> left = Files.list(parts)) {
        for (Path file : left.filter(one -> name(one).endsWith(GONE)).toList()) {
          restore(file);
        }
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  private void restore(Path aside) throws IOException {
    String sha256 = name(aside).substring(0, name(aside).length() - GONE.length());
    Files.move(
        aside, path(sha256), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    PartFile.syncDirectory(shelf(sha256));
  }
}
