// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Somebody who runs experiments by HTTP between the demo's versions v1.1.0 and v2.0.0. */
final class Experimenter {
  private static final int BATCH = 500;

  private final TestClient client;
  private final Random chance = new Random(20261121);

  Experimenter(TestClient client) {
    this.client = client;
  }

  TestClient.Reply create(String name, String more) {
    return client.post(
        "/api/experiments",
        """
        {"name": "%s", "control_version": "1.1.0", "treatment_version": "v2.0.0",
         "traffic_allocation": "50/50", "target_sample_size": 100%s}
        """
            .formatted(name, more.isEmpty() ? "" : ", " + more));
  }

  TestClient.Reply move(String name, String move, String body) {
    return client.post("/api/experiments/" + name + "/" + move, body);
  }

  JsonNode route() {
    return client.get("/api/prompts/extraction/route").json();
  }

  JsonNode assign(String name, String unit) {
    return move(name, "assign", "{\"unit\": \"" + unit + "\"}").json();
  }

  /** Serves units elsewhere as they are assigned, and records what came of it. */
  void serve(String name, int units, double control, double treatment) {
    ArrayNode calls = Json.array();
    for (int i = 0; i < units; i++) {
      JsonNode arm = assign(name, "user-" + i);
      String variant = arm.required("variant").asString("");
      if (variant.isEmpty()) {
        break; // it has ended on what was served before
      }
      boolean treated = variant.equals("treatment");
      ObjectNode call =
          calls
              .addObject()
              .put("id", name + "-" + i)
              .put("asset", "extraction")
              .put("version", arm.required("version").stringValue())
              .put("experiment", name)
              .put("variant", variant)
              .put("unit", "user-" + i)
              .put("success", chance.nextDouble() < (treated ? treatment : control))
              .put("latency_ms", 200 + 100 * chance.nextDouble())
              .put("cost_usd", "0.001");
      call.putObject("scores").put("accuracy", treated ? 1 : 0);
      if (calls.size() == BATCH) {
        client.post("/api/calls", calls.toString());
        calls = Json.array();
      }
    }
    if (!calls.isEmpty()) {
      client.post("/api/calls", calls.toString());
    }
  }

  JsonNode analysis(String name) {
    return client.get("/api/experiments/" + name + "/analysis").json();
  }

  String status(String name) {
    return client.get("/api/experiments/" + name).json().required("status").stringValue();
  }
}
