// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.call.Calls;
import io.ratchet.call.FeedbackReader;
import io.ratchet.registry.Models;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes what became of units later: feedback on the latest call of each unit in the experiment,
 * under the name {@code outcome} where it has none.
 */
final class Outcomes {
  private static final String NAME = "outcome";

  /** What is known of a prediction later is its true label. */
  private static final String LABEL = "label";

  private final Experiments experiments;
  private final Calls calls;
  private final FeedbackReader reader;

  Outcomes(Experiments experiments, Calls calls, FeedbackReader reader) {
    this.experiments = experiments;
    this.calls = calls;
    this.reader = reader;
  }

  /**
   * One object, an array, or {@code {"outcomes": [...]}}; a pair is a unit and its value, which is
   * the true label of the unit's prediction where the experiment is between models.
   */
  ObjectNode accept(String idOrName, JsonNode body) {
    Experiment found = experiments.get(idOrName);
    String experiment = found.id();
    String usual = found.plan().kind().equals(Models.KIND) ? LABEL : NAME;
    JsonNode list = body.isObject() && body.has("outcomes") ? body.get("outcomes") : body;
    ArrayNode feedback = Json.array();
    if (list.isArray()) {
      list.forEach(one -> feedback.add(feedback(experiment, usual, one)));
    } else {
      feedback.add(feedback(experiment, usual, list));
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

  private static ObjectNode feedback(String experiment, String usual, JsonNode outcome) {
    ObjectNode json = Json.object().put("name", usual);
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
