// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import io.ratchet.base.Json;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The synthetic notes, and which call is about which of them and comes from whom. */
record Notes(List<Note> notes) {
  /** Users who share the traffic; each stays with one version. */
  static final int USERS = 400;

  /**
   * A text and the trade of those who ask for its facts.
   *
   * @param gold what a faultless extraction answers
   */
  record Note(String id, String persona, String text, JsonNode gold) {}

  Notes {
    notes = List.copyOf(notes);
    if (notes.isEmpty()) {
      throw new IllegalArgumentException("no notes");
    }
  }

  /** Reads a JSON object from each line. */
  static Notes read(String lines) {
    return new Notes(
        lines
            .lines()
            .filter(line -> !line.isBlank())
            .map(Json::parse)
            .map(node ->
                new Note(
                    node.required("id").stringValue(),
                    node.required("persona").stringValue(),
                    node.required("text").stringValue(),
                    node.required("gold")))
            .toList());
  }

  /** Which note the call at a place of the trace is about; always the same. */
  Note of(int place) {
    return notes.get(chance(place).nextInt(notes.size()));
  }

  private static SplittableRandom chance(int place) {
    return new SplittableRandom(place);
  }

  /**
   * The request of one call beside its document: always the same for the same place in the trace.
   */
  ObjectNode request(int place, Trace.Arrival arrival) {
    SplittableRandom chance = chance(place);
    Note note = notes.get(chance.nextInt(notes.size()));
    ObjectNode request =
        Json.object().put("unit", "user-%03d".formatted(1 + chance.nextInt(USERS)));
    request.putObject("tags").put("persona", note.persona()).put("environment", "demo");
    request
        .putObject("simulate")
        .put("input_tokens", arrival.inputTokens())
        .put("output_tokens", arrival.outputTokens())
        .put("seed", place);
    return request;
  }
}
