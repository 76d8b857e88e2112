// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents as people keep them in files: a text, a JSON object, or one such object a line. */
final class DocumentFile {
  private static final Set<String> FIELDS = Set.of("id", "name", "text", "metadata", "gold");
  private static final String STANDARD_INPUT = "-";

  private DocumentFile() {}

  /** The requests that add what a file holds; {@code -} is the input. */
  static List<ObjectNode> read(String file, InputStream in) {
    if (file.equals(STANDARD_INPUT)) {
      return List.of(Json.object().put("text", text(file, bytes(file, in))));
    }
    String name = String.valueOf(Path.of(file).getFileName());
    String text = text(file, bytes(file, null));
    if (name.endsWith(".jsonl")) {
      List<ObjectNode> documents = new ArrayList<>();
      int number = 0;
      for (String line : text.split("\n")) {
        number++;
        if (!line.isBlank()) {
          documents.add(document(parse(file + ", line " + number, line)));
        }
      }
      return documents;
    }
    if (name.endsWith(".json")) {
      return List.of(document(parse(file, text)));
    }
    int dot = name.lastIndexOf('.');
    return List.of(
        Json.object()
            .put("id", dot > 0 ? name.substring(0, dot) : name)
            .put("name", name)
            .put("text", text));
  }

  /** One JSON object from a file. */
  static ObjectNode object(String file) {
    return parse(file, text(file, bytes(file, null)));
  }

  /** What a document has no field for goes into its metadata. */
  private static ObjectNode document(ObjectNode given) {
    ObjectNode document = Json.object();
    ObjectNode metadata = Json.object();
    given
        .properties()
        .forEach(field -> {
          ObjectNode into = FIELDS.contains(field.getKey()) ? document : metadata;
          into.set(field.getKey(), field.getValue());
        });
    if (!metadata.isEmpty() && !document.has("metadata")) {
      document.set("metadata", metadata);
    } else if (document.get("metadata") instanceof ObjectNode own) {
      own.setAll(metadata);
    }
    return document;
  }

  private static ObjectNode parse(String where, String text) {
    try {
      JsonNode node = Json.mapper().readTree(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw wrong(where + " is not valid JSON: " + e.getOriginalMessage(), "correct it", e);
    }
    throw wrong(where + " is not a JSON object", "write fields such as \"text\"", null);
  }

  private static byte[] bytes(String file, @Nullable InputStream in) {
    try {
      return in == null ? Files.readAllBytes(Path.of(file)) : in.readAllBytes();
    } catch (NoSuchFileException e) {
      throw wrong(file + ": there is no such file", "check the path", e);
    } catch (IOException e) {
      throw wrong(file + " cannot be read: " + e.getMessage(), "check the path", e);
    }
  }

  private static String text(String file, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw wrong(file + " is not text in UTF-8", "convert it first", e);
    }
  }

  private static CommandFailure wrong(String message, String hint, @Nullable Throwable cause) {
    return new CommandFailure(CommandFailure.USAGE, message, hint, cause);
  }
}
