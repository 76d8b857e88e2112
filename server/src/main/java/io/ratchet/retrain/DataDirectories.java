// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directories in which data arrive. Only whole files count: those that stayed as they are for a
 * while, are neither hidden nor called as parts are, and, where that is asked, have a marker beside
 * them. Nothing outside of the configured directories is read, by whatever link.
 */
final class DataDirectories {
  private static final int DEPTH = 8;
  private static final int FILES = 10_000;
  private static final List<String> PARTS = List.of(".part", ".tmp", ".crdownload", ".done");

  private final List<String> allowed;
  private final Duration settle;
  private final Map<String, Look> looks = new ConcurrentHashMap<>();

  /** What a file was like, and since when it has been. */
  private record Look(long size, long modified, long since) {}

  DataDirectories(List<String> allowed, Duration settle) {
    this.allowed = List.copyOf(allowed);
    this.settle = settle;
  }

  /** Refuses directories that are not inside of the configured ones. */
  void check(List<String> directories) {
    for (String directory : directories) {
      if (!isAllowed(Path.of(directory))) {
        throw Failure.invalid(
            "the directory " + directory + " is not inside of retraining.data_directories",
            "choose one inside of " + String.join(", ", allowed));
      }
    }
  }

  private boolean isAllowed(Path path) {
    Path real = real(path);
    return allowed.stream().anyMatch(root -> real.startsWith(real(Path.of(root))));
  }

  /** Where a path really is; one that does not exist yet is where it says. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }

  /** The whole files, the oldest first. */
  List<DataFile> whole(Pipeline.Data data, Instant now) {
    List<DataFile> files = new ArrayList<>();
    for (String directory : data.directories()) {
      Path root = Path.of(directory);
      if (Files.isDirectory(root) && isAllowed(root)) {
        scan(root, data, now, files);
      }
    }
    files.sort(Comparator.comparingLong(DataFile::modified).thenComparing(DataFile::path));
    return files;
  }

  private void scan(Path root, Pipeline.Data data, Instant now, List<DataFile> files) {
    try (Stream<Path> found = Files.walk(root, DEPTH)) {
      for (Path path : (Iterable<Path>) found.limit(FILES)::iterator) {
        if (isData(root, path, data.patterns())) {
          DataFile file = whole(path, data.doneMarker(), now);
          if (file != null) {
            files.add(file);
          }
        }
      }
    } catch (IOException e) {
      throw unreadable(root, e);
    }
  }

  private boolean isData(Path root, Path path, List<String> patterns) {
    for (Path part : root.relativize(path)) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    String name = String.valueOf(path.getFileName());
    return patterns.stream().anyMatch(pattern -> name.endsWith(pattern.replaceFirst("^\\*", "")))
        && PARTS.stream().noneMatch(name::endsWith)
        && Files.isRegularFile(path)
        && isAllowed(path);
  }

  private @Nullable DataFile whole(Path path, boolean marker, Instant now) throws IOException {
    BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
    long modified = file.lastModifiedTime().toMillis();
    Look seen = new Look(file.size(), modified, now.toEpochMilli());
    Look look =
        looks.compute(
            path.toString(),
            (_, before) ->
                before == null
                    ? new Look(seen.size(), modified, Math.min(modified, seen.since()))
                    : before.size() == seen.size() && before.modified() == modified
                        ? before
                        : seen);
    boolean done =
        marker
            ? Files.exists(
                path.resolveSibling(path.getFileName() + ".done"), LinkOption.NOFOLLOW_LINKS)
            : now.toEpochMilli() - look.since() >= settle.toMillis();
    return done && file.size() > 0 ? new DataFile(path.toString(), file.size(), modified) : null;
  }

  /** The bytes of a file, which must still be the one that was seen. */
  byte[] read(DataFile file) {
    Path path = Path.of(file.path());
    try {
      byte[] content = Files.readAllBytes(path);
      if (content.length != file.size() || !isAllowed(path)) {
        throw new Failure(
            ErrorCode.CONFLICT,
            "the file " + path + " changed while it was read",
            "write files under another name and rename them when they are whole");
      }
      return content;
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static Failure unreadable(Path path, IOException e) {
    return Failure.unavailable(
        "cannot read " + path + ": " + e.getMessage(), "check its permissions", e);
  }
}
