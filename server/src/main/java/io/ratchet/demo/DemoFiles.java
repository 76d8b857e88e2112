// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import io.ratchet.base.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the demonstration carries with it, in the jar. */
final class DemoFiles {
  private static final List<String> PROMPTS =
      List.of("extraction/v1.0.0.txt", "extraction/v1.1.0.txt", "extraction/v2.0.0.yaml");

  private DemoFiles() {}

  static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  static byte[] bytes(String name) {
    try (InputStream in = DemoFiles.class.getResourceAsStream("/demo/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks demo/" + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, String> install(Path prompts, Path data) {
    Path notes = data.resolve("notes.jsonl");
    Path behaviours = data.resolve("behaviours.json");
    try {
      for (String name : PROMPTS) {
        Path target = prompts.resolve(name);
        if (!Files.exists(target)) { // a version that was changed by hand stays changed
          write("prompts/" + name, target);
        }
      }
      write("notes.jsonl", notes);
      write("behaviours.json", behaviours);
    } catch (IOException e) {
      throw Failure.unavailable(
          "cannot write the demo's files: " + e, "choose another directory with --data", e);
    }
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("prompts.directory", prompts.toString());
    settings.put("prompts.default", Demo.PROMPT);
    settings.put("prompts.model", "simulated/simulated-large");
    settings.put("providers.default", "simulated");
    settings.put("providers.simulated.knowledge", notes.toString());
    settings.put("providers.simulated.behaviours", behaviours.toString());
    return settings;
  }

  private static void write(String name, Path target) throws IOException {
    Files.createDirectories(target.toAbsolutePath().getParent());
    Files.write(target, bytes(name));
  }
}
