// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import io.ratchet.web.OpenApi;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Replays from outside, in the whole product, over recorded calls of the simulated provider. */
final class ReplayTest {
  private static final int CALLS = 60;

  private static RunningApp app(Engine engine) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("storage.url", Databases.url(engine));
    settings.put("providers.simulated.kind", "simulated");
    settings.put("providers.simulated.behaviours", "src/test/resources/behaviours-replay.json");
    return RunningApp.start(settings);
  }

  private static TestClient client(RunningApp app) {
    return new TestClient(app.port(), app.key(), OpenApi.load());
  }

  /** Serves notes by the control. */
  private static void serve(TestClient client, int calls) {
    for (int i = 0; i < calls; i++) {
      ObjectNode chat = Json.object().put("model", "prompt:extraction@v1.1.0");
      chat.putObject("ratchet").putObject("variables").put("document", "Note " + i + ", 67 years");
      chat.putArray("messages").addObject().put("role", "user").put("content", "Be brief");
      chat.put("max_tokens", 900);
      assertThat(client.post("/v1/chat/completions", Json.text(chat)).status()).isEqualTo(200);
    }
  }

  private static JsonNode replayed(TestClient client, String more) {
    TestClient.Reply begun =
        client.post(
            "/api/replays",
            "{\"id\": \"r\", \"control_version\": \"1.1.0\", \"treatment_version\": \"v2.0.0\"%s}"
                .formatted(more.isEmpty() ? "" : ", " + more));
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    assertThat(begun.headers().firstValue("location")).contains("/api/replays/r");
    return client.get("/api/replays/r?wait=30").json();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void comparesTheAnswersToTheSameInputsPairByPair(Engine engine) {
    try (RunningApp app = app(engine);
        TestClient client = client(app)) {
      serve(client, CALLS);
      serve(client, 2);
      client.post(
          "/api/calls",
          """
          {"calls": [
            {"asset": "extraction", "version": "1.1.0", "success": true},
            {"asset": "extraction", "version": "1.1.0", "success": true, "request": {"x": 1}},
            {"asset": "extraction", "version": "1.1.0", "success": true,
             "request": {"ratchet": {"variables": {"other": 1}}}}]}
          """);

      JsonNode replay = replayed(client, "\"limit\": 5000");

      assertThat(replay.required("status").stringValue()).isEqualTo("COMPLETED");
      JsonNode progress = replay.required("progress");
      assertThat(progress.required("pairs").intValue()).isEqualTo(CALLS);
      assertThat(progress.required("done").intValue()).isEqualTo(CALLS);
      assertThat(progress.required("scanned_calls").intValue()).isEqualTo(CALLS + 5);
      assertThat(progress.required("skipped_calls"))
          .isEqualTo(
              Json.parse(
                  """
                  {"missing_variables": 1, "no_request_body": 1, "no_variables": 1, "same_input": 2}
                  """));
      assertThat(progress.required("spent_usd").stringValue()).isNotEqualTo("0");
      JsonNode success = replay.at("/result/success");
      assertThat(success.required("treatment_rate").doubleValue()).isEqualTo(1);
      assertThat(success.required("control_rate").doubleValue()).isBetween(0.4, 0.8);
      assertThat(success.required("p_value").doubleValue()).isLessThan(0.01);
      assertThat(success.at("/interval/0").doubleValue()).isPositive();
      assertThat(replay.at("/result/finding").stringValue()).isEqualTo("TREATMENT_BETTER");
      assertThat(replay.at("/result/differing_calls/treatment_only")).isNotEmpty();
      assertThat(replay.at("/result/errors/control/invalid_output").intValue())
          .isEqualTo(success.required("treatment_only").intValue());
      JsonNode cost = replay.at("/result/metrics/0");
      assertThat(cost.required("metric").stringValue()).isEqualTo("cost_usd");
      assertThat(cost.required("pairs").intValue()).isEqualTo(CALLS);
      assertThat(replay.at("/result/conclusion").toString()).contains("v2.0.0 is better", "users");

      assertThat(requests(client, "v2.0.0")).as("its answers are no calls").isZero();
      assertThat(requests(client, "v1.1.0")).isEqualTo(CALLS + 5);
      JsonNode listed = client.get("/api/replays?prompt=extraction&status=completed").json();
      assertThat(listed.required("replays")).hasSize(1);
      assertThat(listed.at("/replays/0").has("result")).isFalse();
      assertThat(client.get("/api/journal?type=replay.started").json().required("entries"))
          .hasSize(1);
    }
  }

  private static int requests(TestClient client, String version) {
    return client.get("/api/metrics/prompts/" + version).json().required("requests").intValue();
  }

  @Test
  void aVersionAgainstItselfDiffersInNothing() {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = client(app)) {
      serve(client, 20);
      client.post(
          "/api/replays",
          """
          {"id": "r", "control_version": "v1.1.0", "treatment_version": "v1.1.0"}
          """);
      JsonNode result = client.get("/api/replays/r?wait=30").json().required("result");

      assertThat(result.at("/success/control_only").intValue()).isZero();
      assertThat(result.at("/success/treatment_only").intValue()).isZero();
      assertThat(result.at("/success/p_value").doubleValue()).isEqualTo(1);
      assertThat(result.at("/metrics/0/difference").doubleValue()).isZero();
      assertThat(result.required("finding").stringValue()).isEqualTo("NO_DIFFERENCE_SHOWN");
    }
  }

  @Test
  void theRequestsOwnMessagesAndParametersAreAskedAgainToo() {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = client(app)) {
      serve(client, 1);
      JsonNode call = client.get("/api/calls?limit=1").json().at("/calls/0");
      String id = call.required("id").stringValue();
      JsonNode request = client.get("/api/calls/" + id).json().required("request");

      assertThat(request.at("/ratchet/variables/document").stringValue())
          .isEqualTo("Note 0, 67 years");
      assertThat(request.required("messages"))
          .hasSize(request.at("/ratchet/prompt_messages").intValue() + 1);
      JsonNode replay = replayed(client, "");
      double asked = replay.at("/result/metrics/3/control_mean").doubleValue();
      assertThat(asked).isEqualTo(call.required("input_tokens").doubleValue());
    }
  }

  @Test
  void stopsBeforeItPassesItsCostLimit() {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = client(app)) {
      serve(client, CALLS);

      JsonNode replay = replayed(client, "\"max_cost_usd\": \"0.005\"");

      assertThat(replay.required("status").stringValue()).isEqualTo("STOPPED");
      assertThat(replay.required("reason").stringValue()).contains("cost limit");
      JsonNode progress = replay.required("progress");
      assertThat(progress.required("done").intValue()).isBetween(1, CALLS - 1);
      assertThat(Double.parseDouble(progress.required("spent_usd").stringValue()))
          .isBetween(0.003, 0.005);
      assertThat(replay.at("/result/pairs").intValue())
          .isEqualTo(progress.required("done").intValue());
    }
  }

  @Test
  void stopsWhereNobodyKnowsThePriceUnlessThatIsAllowed() {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = client(app)) {
      serve(client, 10);
      JsonNode stopped = replayed(client, "\"model\": \"simulated/simulated-unheard\"");
      assertThat(stopped.required("status").stringValue()).isEqualTo("STOPPED");
      assertThat(stopped.required("reason").stringValue()).contains("simulated/simulated-unheard");

      client.post(
          "/api/replays",
          """
          {"id": "go-on", "control_version": "v1.1.0", "treatment_version": "v2.0.0",
           "model": "simulated/simulated-unheard", "allow_unpriced": true}
          """);
      JsonNode through = client.get("/api/replays/go-on?wait=30").json();
      assertThat(through.required("status").stringValue()).isEqualTo("COMPLETED");
      assertThat(through.at("/progress/unpriced_answers").intValue()).isEqualTo(20);
      assertThat(through.at("/result/metrics/0/pairs").intValue()).isZero();
      assertThat(through.at("/result/metrics/0/control_mean").isNull()).isTrue();
    }
  }

  @Test
  void oneRunsAtATimeAndCanBeCancelled() {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = client(app)) {
      serve(client, CALLS);
      String slow =
          """
          {"id": "%s", "control_version": "v1.0.0", "treatment_version": "v1.0.0",
           "concurrency": 1}
          """;
      assertThat(client.post("/api/replays", slow.formatted("first")).status()).isEqualTo(202);
      TestClient.Reply second = client.post("/api/replays", slow.formatted("second"));
      assertThat(second.status()).isEqualTo(409);
      assertThat(second.body()).contains("the replay first of extraction is running");

      JsonNode cancelled = client.post("/api/replays/first/cancel", "").json();
      assertThat(cancelled.required("status").stringValue()).isEqualTo("CANCELLED");
      assertThat(client.post("/api/replays/first/cancel", "").json().required("status"))
          .isEqualTo(cancelled.required("status"));
      assertThat(client.post("/api/replays", slow.formatted("first")).body())
          .contains("there is a replay first already");
      assertThat(client.post("/api/replays", slow.formatted("second")).status()).isEqualTo(202);
      client.post("/api/replays/second/cancel", "");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {} | control_version: is required; treatment_version: is required",
        "400 | {\"control_version\": \"x\", \"treatment_version\": \"v1.0.0\", \"limit\": 5001}"
            + " | control_version: must be a version such as v1.2.0, got x; limit: must be from 1",
        "400 | {\"control_version\": \"1.0.0\", \"treatment_version\": \"2.0.0\", \"from\":"
            + " \"2026-01-02T00:00:00Z\", \"to\": \"2026-01-01T00:00:00Z\", \"max_cost_usd\": 0}"
            + " | to: must be later than from",
        "400 | {\"control_version\": \"1.0.0\", \"treatment_version\": \"2.0.0\", \"model\":"
            + " \"prompt:x\", \"concurrency\": 33} | concurrency: must be from 1 to 32",
        "400 | {\"control_version\": \"1.0.0\", \"treatment_version\": \"2.0.0\", \"id\": \"a/b\"}"
            + " | id: must be letters",
        "404 | {\"control_version\": \"8.0.0\", \"treatment_version\": \"9.0.0\"}"
            + " | the prompt extraction has no version v8.0.0 and no v9.0.0",
        "404 | {\"prompt\": \"nobody\", \"control_version\": \"1.0.0\", \"treatment_version\":"
            + " \"2.0.0\"} | there is no prompt nobody",
      })
  void refusalsNameEveryFault(int status, String body, String fault) {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = client(app)) {
      TestClient.Reply refused = client.post("/api/replays", body);

      assertThat(refused.status()).isEqualTo(status);
      assertThat(refused.json().required("detail").stringValue()).contains(fault);
      assertThat(client.get("/api/replays").json().required("replays")).isEmpty();
    }
  }

  @Test
  void withoutInputsItSaysSo() {
    try (RunningApp app = app(Engine.SQLITE);
        TestClient client = client(app)) {
      JsonNode replay = replayed(client, "");

      assertThat(replay.required("status").stringValue()).isEqualTo("COMPLETED");
      assertThat(replay.at("/result/finding").stringValue()).isEqualTo("NO_PAIRS");
      assertThat(replay.at("/result/success/p_value").isNull()).isTrue();
      assertThat(client.get("/api/replays/nobody").status()).isEqualTo(404);
      assertThat(client.get("/api/replays?status=asleep").status()).isEqualTo(400);
      assertThat(client.get("/api/replays/r?wait=31").status()).isEqualTo(400);
    }
  }
}
