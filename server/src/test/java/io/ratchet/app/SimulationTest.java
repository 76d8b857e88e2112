// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Plans and simulations from outside, in the whole product. */
final class SimulationTest {
  private static final RunningApp APP = RunningApp.start(Map.of());
  private static final String TWO_GOALS =
      """
      "control_version": "v1.1.0", "traffic_allocation": "50/50", "target_sample_size": 500,
      "max_duration_days": 14, "min_success_rate_delta": 0, "max_cost_increase_pct": 25,
      "assume": {"units_per_day": 500, "success_rate": {"rate": 0.85},
                 "cost_usd": {"mean": 0.002, "cv": 0.8}}
      """;

  @AfterAll
  static void close() {
    APP.close();
  }

  private static TestClient client(RunningApp app) {
    return new TestClient(app.port(), app.key());
  }

  private static JsonNode ask(String what, String body) {
    try (TestClient client = client(APP)) {
      TestClient.Reply reply = client.post("/api/experiments/" + what, "{" + body + "}");
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      return reply.json();
    }
  }

  private static double number(JsonNode node, String pointer) {
    return node.at(pointer).doubleValue();
  }

  @Test
  void playsTwoScenariosOfTwoGoals() {
    JsonNode answer =
        ask("simulate", TWO_GOALS + ", \"runs\": 2000, \"effects\": {\"success_rate\": \"+5pp\"}");
    System.err.println(answer.toPrettyString());
    System.err.println(
        ask("plan", TWO_GOALS + ", \"effects\": {\"success_rate\": \"+5pp\"}").toPrettyString());
    assertThat(answer.required("scenarios")).hasSize(2);
  }
}
