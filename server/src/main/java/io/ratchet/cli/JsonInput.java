// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON that a command line names: a file, {@code -} for standard input, or the JSON itself. */
final class JsonInput {
  private static final String STANDARD_INPUT = "-";

  private JsonInput() {}

  /** An object; a text that begins with a brace is itself one. */
  static ObjectNode object(String given, InputStream in) {
    boolean inPlace = given.stripLeading().startsWith("{");
    String shown = inPlace ? Problem.shorten(given) : shown(given);
    JsonNode node = parse(shown, inPlace ? given : text(given, in));
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw wrong(shown + " is not a JSON object", "write one, such as {\"name\": 1}", null);
  }

  /** An array; a text that begins with a bracket is itself one. */
  static ArrayNode array(String given, InputStream in) {
    boolean inPlace = given.stripLeading().startsWith("[");
    String shown = inPlace ? Problem.shorten(given) : shown(given);
    JsonNode node = parse(shown, inPlace ? given : text(given, in));
    if (node instanceof ArrayNode array) {
      return array;
    }
    throw wrong(shown + " is not a JSON array", "write one, such as [{\"name\": 1}]", null);
  }

  private static JsonNode parse(String shown, String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (JacksonException e) {
      throw wrong(shown + " is not valid JSON: " + e.getOriginalMessage(), "correct it", e);
    }
  }

  private static String shown(String file) {
    return file.equals(STANDARD_INPUT) ? "standard input" : file;
  }

  /** The text of a file, or of standard input. */
  static String text(String file, InputStream in) {
    if (!file.equals(STANDARD_INPUT)) {
      return RegisterCommand.read(Path.of(file));
    }
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw wrong("cannot read standard input: " + e.getMessage(), "pipe the JSON into it", e);
    }
  }

  /** The bytes of a file. */
  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw wrong(
          "cannot read " + file + (Files.exists(file) ? ": " + e.getMessage() : ", it is missing"),
          "name a file that can be read",
          e);
    }
  }

  private static CommandFailure wrong(String message, String hint, @Nullable Throwable cause) {
    return new CommandFailure(CommandFailure.USAGE, message, hint, cause);
  }
}
