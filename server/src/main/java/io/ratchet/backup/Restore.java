// SPDX-License-Identifier: Apache-2.0
package io.ratchet.backup;

import io.ratchet.base.Failure;
import io.ratchet.storage.Engine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts a backup back as a new data directory. All of the archive is read and checked before
 * anything is written; then it is written beside its place, checked again by the rows of its
 * tables, and moved there at once.
 */
public final class Restore {
  private static final String RESTORING = ".restoring";
  private static final String REPLACED = ".replaced";

  private final Path archive;
  private final Path data;

  /** Nothing is read yet. */
  public Restore(Path archive, Path data) {
    this.archive = archive;
    this.data = data.toAbsolutePath().normalize();
  }

  /**
   * What was restored.
   *
   * @param replaced where that is which was there before; null where nothing was
   */
  public record Restored(Manifest manifest, @Nullable Path replaced) {}

  /**
   * Restores.
   *
   * @param database URL of an empty database for a backup of PostgreSQL; null for one of SQLite,
   *     whose file comes into the data directory
   * @param force whether a data directory that holds something may be moved aside
   */
  public Restored run(@Nullable String database, boolean force) {
    Manifest manifest = new ArchiveReader(archive).verify();
    requireFitting(manifest, database);
    boolean isThere = holdsSomething();
    if (isThere && !force) {
      throw Failure.conflict(
          data + " is not empty", "name a new data directory, or move this one aside with --force");
    }
    Path restoring = data.resolveSibling(data.getFileName() + RESTORING);
    try {
      Staging.delete(restoring);
      requireRoom(manifest);
      new ArchiveReader(archive).read(entry -> open(restoring, entry));
      String url = database == null ? "sqlite:" + restoring.resolve("ratchet.db") : database;
      manifest.database().load(restoring.resolve("database"), url);
      Staging.delete(restoring.resolve("database"));
      return new Restored(manifest, take(restoring, isThere));
    } catch (IOException e) {
      throw Failure.unavailable(
          "the backup cannot be written to " + data + ": " + e.getMessage(), "check the disk", e);
    } finally {
      Staging.delete(restoring);
    }
  }

  private static void requireFitting(Manifest manifest, @Nullable String database) {
    Engine engine = manifest.database().engine();
    if (engine == Engine.POSTGRESQL && database == null) {
      throw Failure.invalid(
          "the backup is of a PostgreSQL database",
          "name an empty one with --database postgresql://user:password@host:5432/name");
    }
    if (engine == Engine.SQLITE && database != null) {
      throw Failure.invalid(
          "the backup is of an embedded database, which comes into the data directory",
          "leave --database out");
    }
  }

  private boolean holdsSomething() {
    if (!Files.exists(data)) {
      return false;
    }
    try (Stream<Path> files = Files.list(data)) {
      return files.findAny().isPresent();
    } catch (IOException e) {
      throw Failure.invalid(data + " is no directory", "name another with --data");
    }
  }

  private void requireRoom(Manifest manifest) throws IOException {
    Path parent = data.getParent() == null ? data : data.getParent();
    Files.createDirectories(parent);
    long free = Files.getFileStore(parent).getUsableSpace();
    if (manifest.bytes() > free) {
      throw Failure.unavailable(
          "the backup takes %d bytes and %s has %d".formatted(manifest.bytes(), parent, free),
          "make room, or name another data directory",
          null);
    }
  }

  private static OutputStream open(Path restoring, Tar.Entry entry) throws IOException {
    boolean key = entry.name().startsWith(Manifest.KEYS);
    Path file = restoring.resolve(key ? entry.name().substring(5) : entry.name());
    Files.createDirectories(file.getParent());
    if (key) {
      Files.createFile(file);
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
    }
    return new BufferedOutputStream(Files.newOutputStream(file));
  }

  /** Takes the place of what is there, which is moved aside and never deleted. */
  private @Nullable Path take(Path restoring, boolean isThere) throws IOException {
    Path aside = null;
    if (isThere) {
      for (int i = 1; aside == null || Files.exists(aside); i++) {
        aside = data.resolveSibling(data.getFileName() + REPLACED + "-" + i);
      }
      Files.move(data, aside, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.deleteIfExists(data);
    }
    Files.move(restoring, data, StandardCopyOption.ATOMIC_MOVE);
    return aside;
  }
}
