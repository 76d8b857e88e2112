// SPDX-License-Identifier: Apache-2.0
package io.ratchet.backup;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Problem;
import io.ratchet.storage.Database;
import io.ratchet.storage.Dump;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes backups while the server serves, one at a time. */
public final class Backups {
  /** How the name of an archive ends. */
  public static final String ENDING = ".tar.zst";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final String PART = ".part";

  private final Database database;
  private final Places places;
  private final Spooled spooled;
  private final String version;
  private final InstantSource time;
  private final Ids ids;
  private final Semaphore one = new Semaphore(1);

  /**
   * Where everything is.
   *
   * @param staging holds what goes into a backup while it is written; on the disk of the artifacts,
   *     so that they need not be copied
   * @param key the file with the key of secrets, which need not be there
   * @param directory of backups that are asked for by name; null where there is none
   */
  public record Places(Path staging, Path artifacts, Path key, @Nullable Path directory) {}

  /** The calls that are acknowledged and may not be in the database yet. */
  public interface Spooled {
    /** Waits until every one of them is there, or refuses. */
    void catchUp();

    /** Which log they were kept in. */
    String node();

    /** How far that log has come. */
    long position();
  }

  /** What a former process left behind is deleted. */
  public Backups(
      Database database,
      Places places,
      Spooled spooled,
      String version,
      InstantSource time,
      Ids ids) {
    this.database = database;
    this.places = places;
    this.spooled = spooled;
    this.version = version;
    this.time = time;
    this.ids = ids;
    Staging.delete(places.staging());
  }

  /** A backup that is complete on our disk, to be written once. */
  final class Prepared implements AutoCloseable {
    private final Staging staging;
    private final Dump dump;
    private final Instant createdAt;
    private final long position;

    private Prepared(Staging staging, Dump dump, Instant createdAt, long position) {
      this.staging = staging;
      this.dump = dump;
      this.createdAt = createdAt;
      this.position = position;
    }

    Manifest writeTo(OutputStream out) throws IOException {
      try (ArchiveWriter archive = new ArchiveWriter(out)) {
        for (String file : dump.files()) {
          archive.add(Manifest.DATABASE + file, staging.database().resolve(file));
        }
        if (Files.exists(places.key())) {
          archive.add(Manifest.KEYS + "webhooks.key", places.key());
        }
        List<String> damaged = new ArrayList<>();
        for (Path artifact : staging.held()) {
          String sha256 = artifact.getFileName().toString();
          String path = Manifest.ARTIFACTS + sha256.substring(0, 2) + "/" + sha256;
          if (!archive.add(path, artifact).sha256().equals(sha256)) {
            damaged.add(sha256);
          }
        }
        Manifest manifest =
            new Manifest(
                version, createdAt, dump, spooled.node(), position, archive.files(), damaged);
        archive.finish(manifest);
        return manifest;
      }
    }

    /** How its file should be called. */
    String name() {
      String moment = createdAt.toString().replaceAll("[-:]", "").replaceAll("\\.\\d+", "");
      return "ratchet-" + moment + ENDING;
    }

    @Override
    public void close() {
      staging.close();
    }
  }

  /**
   * Copies the database as it is once every acknowledged call is in it. Artifacts are held before
   * and after: those of before cannot be deleted while it is copied, and those that came meanwhile
   * may be in the copy.
   */
  Prepared prepare() {
    if (!one.tryAcquire()) {
      throw Failure.conflict(
          "another backup is being prepared", "wait for it, one is enough at a time");
    }
    Staging staging = Staging.make(places.staging().resolve(ids.next()), places.artifacts());
    try {
      long position = spooled.position();
      spooled.catchUp();
      staging.holdArtifacts();
      Instant now = time.instant();
      Dump dump = Dump.write(database, staging.database());
      staging.holdArtifacts();
      return new Prepared(staging, dump, now, position);
    } catch (RuntimeException e) {
      staging.close();
      throw e;
    } finally {
      one.release();
    }
  }

  /** Writes a backup into the configured directory; it has its name when it is whole on disk. */
  Manifest write(String name) {
    Path target = target(name);
    if (Files.exists(target)) {
      throw new Failure(
          ErrorCode.EXISTS, "there is a backup " + name + " already", "choose another name");
    }
    Path part = target.resolveSibling(name + PART);
    try (Prepared prepared = prepare()) {
      Files.createDirectories(target.getParent());
      Manifest manifest;
      try (FileOutputStream file = new FileOutputStream(part.toFile());
          OutputStream out = new BufferedOutputStream(new KeptOpen(file))) {
        manifest = prepared.writeTo(out);
        out.flush();
        file.getFD().sync();
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      return manifest;
    } catch (IOException e) {
      throw Failure.unavailable(
          "the backup " + name + " cannot be written: " + e.getMessage(),
          "check the disk of backup.directory",
          e);
    }
  }

  private Path target(String name) {
    if (places.directory() == null) {
      throw Failure.conflict(
          "no directory of backups is configured",
          "set backup.directory, or fetch the backup with POST /api/backups");
    }
    if (!NAME.matcher(name).matches() || name.endsWith(ENDING) || name.endsWith(PART)) {
      throw Failure.invalid(
          "not the name of a backup: " + Problem.shorten(name),
          "use letters, digits and . _ - , without the ending " + ENDING);
    }
    return places.directory().resolve(name + ENDING);
  }

  /**
   * A backup in the configured directory.
   *
   * @param bytes length of its archive
   */
  record Kept(String name, long bytes, Instant writtenAt) {}

  /** Those that are whole, in the order of their names. */
  List<Kept> list() {
    Path directory = places.directory();
    if (directory == null || !Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<Kept> kept = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(ENDING)) {
          kept.add(
              new Kept(
                  name.substring(0, name.length() - ENDING.length()),
                  Files.size(file),
                  Files.getLastModifiedTime(file).toInstant()));
        }
      }
      return kept;
    } catch (IOException e) {
      throw Failure.unavailable(
          "the directory of backups cannot be read: " + e.getMessage(), "check its disk", e);
    }
  }
}
