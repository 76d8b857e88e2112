// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A reason to train, with what it rests on.
 *
 * @param reason in words, with the numbers
 * @param evidence what was seen, in a form that is the same as long as nothing new was: the same
 *     evidence does not fire twice
 */
public record Trigger(TriggerType type, String reason, String evidence) {
  ObjectNode json() {
    return Json.object()
        .put("trigger_type", type.word())
        .put("reason", reason)
        .put("evidence", evidence);
  }

  static Trigger parse(JsonNode json) {
    return new Trigger(
        TriggerType.valueOf(
            json.required("trigger_type").stringValue().toUpperCase(java.util.Locale.ROOT)),
        json.required("reason").stringValue(),
        json.required("evidence").stringValue());
  }
}
