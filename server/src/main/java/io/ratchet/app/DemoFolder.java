// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The folder that a demonstration keeps everything in. */
record DemoFolder(Path folder) {
  private static final String OWN_FILE = "ratchet.yaml";
  private static final String MARK = "# The settings of ratchet demo";

  /**
   * Empties the folder of an earlier demo, so that the figures are those of one run.
   *
   * @throws Failure CONFLICT where the folder holds something else
   */
  void clear() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      if (inside.findAny().isEmpty()) {
        return;
      }
    }
    Path own = folder.resolve(OWN_FILE);
    if (!Files.exists(own) || !Files.readString(own).startsWith(MARK)) {
      throw Failure.conflict(
          folder + " holds files that are not an earlier demo's",
          "choose an empty or new folder with --data");
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /**
   * A file of the demo's own, so that a ratchet.yaml in this folder has no say in it, and a later
   * {@code ratchet serve --config} goes on with the same data.
   */
  Path ownFile(Map<String, String> settings) throws IOException {
    ObjectNode json = Json.object();
    settings.forEach((path, value) -> {
      ObjectNode section = json;
      List<String> names = List.of(path.split("\\."));
      for (String name : names.subList(0, names.size() - 1)) {
        section = section.withObjectProperty(name);
      }
      section.put(names.getLast(), value);
    });
    StringBuilder yaml = new StringBuilder(MARK + "; ratchet serve --config takes it too.\n");
    json.properties()
        .forEach(entry ->
            yaml.append(entry.getKey()).append(": ").append(entry.getValue()).append('\n'));
    Path file = folder.resolve(OWN_FILE);
    Files.createDirectories(folder);
    Files.writeString(file, yaml);
    return file;
  }
}
