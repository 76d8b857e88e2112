// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where runs work: a folder for each, gone when the run is over. */
record Folders(Path root) {
  Path log(String run) {
    return root.resolve(run).resolve("log.txt");
  }

  /** An empty folder for an attempt. */
  Path fresh(String run, int attempt) {
    Path folder = root.resolve(run).resolve("attempt-" + attempt);
    delete(folder);
    try {
      return Files.createDirectories(folder).toAbsolutePath();
    } catch (IOException e) {
      throw Failure.unavailable(
          "cannot make " + folder + ": " + e.getMessage(), "check the disk", e);
    }
  }

  void discard(String run) {
    delete(root.resolve(run));
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> found = Files.walk(folder)) {
      List<Path> all = found.sorted(Comparator.reverseOrder()).toList();
      for (Path path : all) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw Failure.unavailable(
          "cannot delete " + folder + ": " + e.getMessage(), "delete it by hand", e);
    }
  }
}
