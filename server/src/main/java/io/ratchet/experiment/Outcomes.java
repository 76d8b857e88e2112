// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.call.Calls;
import io.ratchet.call.FeedbackReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes what became of units later: feedback on the latest call of each unit in the experiment,
 * under the name {@code outcome} where it has none.
 */
final class Outcomes {
  private static final String NAME = "outcome";

  private final Experiments experiments;
  private final Calls calls;
  private final FeedbackReader reader;

  Outcomes(Experiments experiments, Calls calls, FeedbackReader reader) {
    this.experiments = experiments;
    this.calls = calls;
    this.reader = reader;
  }

  /** One object, an array, or {@code {"outcomes": [...]}}; a pair is a unit and its value. */
  ObjectNode accept(String idOrName, JsonNode body) {
    String experiment = experiments.get(idOrName).id();
    JsonNode list = body.isObject() && body.has("outcomes") ? body.get("outcomes") : body;
    ArrayNode feedback = Json.array();
    if (list.isArray()) {
      list.forEach(one -> feedback.add(feedback(experiment, one)));
    } else {
      feedback.add(feedback(experiment, list));
    }
    if (feedback.isEmpty()) {
      throw Failure.invalid("there are no outcomes", "send {\"outcomes\": [{unit, value}]}");
    }
    Calls.AcceptedFeedback accepted = calls.acceptFeedback(reader.read(feedback));
    return Json.object()
        .put("accepted", accepted.accepted())
        .put("duplicates", accepted.duplicates())
        .put("unmatched", accepted.unmatched());
  }

  private static ObjectNode feedback(String experiment, JsonNode outcome) {
    ObjectNode json = Json.object().put("name", NAME);
    if (outcome.isArray() && outcome.size() == 2) {
      json.set("unit", outcome.get(0));
      json.set("value", outcome.get(1));
    } else if (outcome instanceof ObjectNode object) {
      json.setAll(object);
    } else {
      throw Failure.invalid(
          "an outcome is neither an object nor a pair", "send {\"unit\": ..., \"value\": ...}");
    }
    return json.put("experiment", experiment);
  }
}
