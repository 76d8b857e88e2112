// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A named value that came after its call: a label, a score, a thumbs-up, a comment. It is about a
 * call by id, or about the latest call of a unit in an experiment.
 *
 * @param id 1 to 128 characters; a resent id is a duplicate and the first record wins
 * @param unit hash of who was served, see {@link Units}
 * @param value a number, a boolean or a string
 */
public record Feedback(
    String id,
    Instant time,
    @Nullable String callId,
    @Nullable String experiment,
    @Nullable String unit,
    String name,
    JsonNode value) {

  /** The value as a number, true being 1; null for a string, which no figure adds up. */
  @Nullable Double score() {
    if (value.isBoolean()) {
      return value.booleanValue() ? 1.0 : 0.0;
    }
    return value.isNumber() ? (Double) value.doubleValue() : null;
  }

  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("id", id).put("time", time.toString()).put("call_id", callId).put("name", name);
    json.set("value", value);
    return json;
  }
}
