// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Texts whose facts are known, so that the simulated provider can extract them more or less well.
 *
 * @param notes in no particular order
 */
public record Knowledge(List<Note> notes) {
  public static final Knowledge NONE = new Knowledge(List.of());

  /**
   * A text and what a faultless extraction finds in it.
   *
   * @param gold shared; copy before changing
   */
  public record Note(String text, JsonNode gold) {}

  public Knowledge {
    notes = List.copyOf(notes);
  }

  /** Reads lines of JSON with {@code text} and {@code gold}; other members are not looked at. */
  public static Knowledge read(byte[] lines) {
    List<Note> notes = new ArrayList<>();
    for (String line : new String(lines, StandardCharsets.UTF_8).split("\n")) {
      if (!line.isBlank()) {
        JsonNode node = Json.read(line.getBytes(StandardCharsets.UTF_8));
        JsonNode gold = node.get("gold");
        if (!node.path("text").isString() || gold == null) {
          throw Failure.invalid(
              "a note without text or gold: " + Problem.shorten(line),
              "write one JSON object with text and gold on each line");
        }
        notes.add(new Note(node.path("text").stringValue().strip(), gold));
      }
    }
    return new Knowledge(notes);
  }

  /** The facts of the known text that occurs in a message. */
  Optional<JsonNode> find(String message) {
    return notes.stream().filter(note -> message.contains(note.text())).findFirst().map(Note::gold);
  }
}
