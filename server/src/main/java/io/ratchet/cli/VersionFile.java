// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A prompt version as people keep it in a file, read into the fields that the server takes: YAML is
 * the fields themselves; a text is one user message, and may begin with fields between two lines
 * {@code ---}. What the fields mean is the server's to judge.
 */
final class VersionFile {
  private static final Pattern NAME = Pattern.compile("v?([0-9].*)\\.(txt|md|ya?ml)");
  private static final String FENCE = "---";
  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  private VersionFile() {}

  /** The version that a file's name says, as {@code v1.2.0.txt} does. */
  static Optional<String> version(Path file) {
    Matcher match = NAME.matcher(String.valueOf(file.getFileName()));
    return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
  }

  static ObjectNode read(Path file) {
    String text = normal(RegisterCommand.read(file));
    if (file.toString().matches(".*\\.ya?ml")) {
      return fields(file, text);
    }
    if (!text.startsWith(FENCE + "\n")) {
      return Json.object().put("template", text);
    }
    int from = FENCE.length() + 1;
    Matcher end = Pattern.compile("^---[ \\t]*(\n|\\z)", Pattern.MULTILINE).matcher(text);
    if (!end.find(from)) {
      throw wrong(
          file,
          "the fields that begin on the first line do not end",
          "close them with a line ---",
          null);
    }
    return withText(fields(file, text.substring(from, end.start())), text.substring(end.end()));
  }

  /** As the server reads its own files: no byte order mark, no line ends of a machine. */
  private static String normal(String text) {
    return (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n");
  }

  private static ObjectNode withText(ObjectNode fields, String text) {
    JsonNode messages = fields.path("messages");
    if (!messages.isArray()) {
      return fields.put("template", text);
    }
    if (!text.isBlank()) {
      fields.withArray("messages").addObject().put("role", "user").put("content", text);
    }
    return fields;
  }

  /** The fields of a file in YAML, or in JSON, which is YAML too. */
  static ObjectNode fields(Path file, String yaml) {
    if (yaml.isBlank()) {
      return Json.object();
    }
    try {
      if (YAML.readTree(yaml) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      String reason = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      throw wrong(file, "not valid YAML: " + reason, "correct the file", e);
    }
    throw wrong(file, "the YAML does not hold fields", "write fields such as messages:", null);
  }

  private static CommandFailure wrong(
      Path file, String message, String hint, @Nullable Throwable cause) {
    return new CommandFailure(CommandFailure.USAGE, file + ": " + message, hint, cause);
  }
}
