// SPDX-License-Identifier: Apache-2.0
package io.ratchet.backup;

import io.ratchet.base.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder that holds what goes into one backup while it is written: the copy of the database, and
 * a second name of every artifact.
 */
final class Staging implements AutoCloseable {
  private static final Pattern CONTENT = Pattern.compile("([0-9a-f]{2})/\\1[0-9a-f]{62}");

  private final Path folder;
  private final Path artifacts;

  private Staging(Path folder, Path artifacts) {
    this.folder = folder;
    this.artifacts = artifacts;
  }

  static Staging make(Path folder, Path artifacts) {
    try {
      Files.createDirectories(folder.resolve("database"));
      Files.createDirectories(folder.resolve("artifacts"));
      return new Staging(folder, artifacts);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  Path database() {
    return folder.resolve("database");
  }

  /** Holds every artifact there is now, and those of before. */
  void holdArtifacts() {
    try {
      for (Path file : contents(artifacts)) {
        hold(file);
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private void hold(Path file) throws IOException {
    Path held = folder.resolve("artifacts").resolve(file.getFileName().toString());
    try {
      Files.createLink(held, file);
    } catch (FileAlreadyExistsException e) {
      return; // held already
    } catch (NoSuchFileException e) {
      return; // deleted as garbage just now, so nothing names it
    } catch (UnsupportedOperationException | IOException e) {
      if (Files.exists(file)) {
        Files.copy(file, held); // on another disk, or one without links
      }
    }
  }

  /** What is held, in the order of its names. */
  List<Path> held() {
    try (Stream<Path> files = Files.list(folder.resolve("artifacts"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** Files by their SHA-256, in folders of its first two digits. */
  private static List<Path> contents(Path artifacts) throws IOException {
    if (!Files.isDirectory(artifacts)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(artifacts, 2)) {
      return files
          .filter(file -> CONTENT.matcher(slashed(artifacts.relativize(file))).matches())
          .filter(Files::isRegularFile)
          .toList();
    }
  }

  private static String slashed(Path path) {
    return path.toString().replace('\\', '/');
  }

  private static Failure unusable(Path folder, IOException e) {
    return Failure.unavailable(
        "the backup cannot be prepared in " + folder.getFileName() + ": " + e.getMessage(),
        "check the disk of the data directory and its free space",
        e);
  }

  @Override
  public void close() {
    delete(folder);
  }

  /** Deletes a folder and what is in it, where it is there. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
