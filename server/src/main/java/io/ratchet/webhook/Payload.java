// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import io.ratchet.base.Json;
import io.ratchet.journal.Entry;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** The body of a delivery: MLflow's, and beside it the entry of the journal itself. */
final class Payload {
  private static final String MODEL = "example_model";
  private static final String PROMPT = "example_prompt";

  private Payload() {}

  static String of(EventPolicy.Told told, Entry entry) {
    ObjectNode body = body(told.event(), entry.time(), told.data());
    body.set("ratchet", entry.json());
    return Json.text(body);
  }

  private static ObjectNode body(Event event, Instant time, ObjectNode data) {
    ObjectNode body =
        Json.object()
            .put("entity", Event.lower(event.entity()))
            .put("action", Event.lower(event.action()))
            .put("timestamp", time.toString());
    body.set("data", data);
    return body;
  }

  /** What a test of a webhook sends: an event that did not happen. */
  static String example(Event event, Instant now) {
    boolean prompt = event.entity().name().startsWith("PROMPT");
    ObjectNode detail =
        Json.object()
            .put("version", "1")
            .put("key", "example_key")
            .put("value", "example_value")
            .put("alias", "example_alias")
            .put("source", "runs:/abcd1234abcd5678/model")
            .put("run_id", "abcd1234abcd5678")
            .put("template", "Hello {{name}}!")
            .put("from", "staging")
            .put("to", "production")
            .put("reason", "an example")
            .put("revision", 1)
            .put("default_version", "1")
            .put("description", "An example");
    detail.putObject("tags").put("example_key", "example_value");
    detail.putArray("versions").addObject().put("version", "1").put("weight", 1);
    Entry entry =
        new Entry(
            0,
            now,
            "route.changed",
            prompt ? "prompt" : "model",
            prompt ? PROMPT : MODEL,
            "test",
            detail);
    return Json.text(body(event, now, EventPolicy.data(event, entry)));
  }
}
