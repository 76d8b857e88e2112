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

  /** A text and the trade of those who ask for its facts. */
  record Note(String persona, String text) {}

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
                    node.required("persona").stringValue(), node.required("text").stringValue()))
            .toList());
  }

  /** The request of one call: always the same for the same place in the trace. */
  JsonNode request(int place, Trace.Arrival arrival) {
    SplittableRandom chance = new SplittableRandom(place);
    Note note = notes.get(chance.nextInt(notes.size()));
    ObjectNode request = Json.object().put("model", "prompt:" + Demo.PROMPT).put("seed", place);
    request.putArray("messages");
    ObjectNode ratchet = request.putObject("ratchet");
    ratchet.putObject("variables").put("document", note.text());
    ratchet.put("unit", "user-%03d".formatted(1 + chance.nextInt(USERS)));
    ratchet.putObject("tags").put("persona", note.persona()).put("environment", "demo");
    ratchet
        .putObject("simulate")
        .put("input_tokens", arrival.inputTokens())
        .put("output_tokens", arrival.outputTokens());
    return request;
  }
}
