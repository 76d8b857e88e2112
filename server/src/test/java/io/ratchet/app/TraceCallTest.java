// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.app.TrackingClient.Reply;
import io.ratchet.base.Json;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Traces of services that load a prompt and ask a provider themselves, counted for its version. */
@ParameterizedClass
@EnumSource(Engine.class)
final class TraceCallTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TRACES = "/api/3.0/mlflow/traces";

  private final Engine engine;
  private RunningApp app;
  private TrackingClient client;

  TraceCallTest(Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void start() {
    app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
    client = new TrackingClient(app);
    prompt("greet");
    prompt("judge");
  }

  @AfterEach
  void stop() {
    client.close();
    app.close();
  }

  private JsonNode done(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private void prompt(String name) {
    String tag = "{'key': 'mlflow.prompt.is_prompt', 'value': 'true'}";
    done(
        client.post(
            "registered-models/create", "{'name': '%s', 'tags': [%s]}".formatted(name, tag)));
    done(
        client.post(
            "model-versions/create",
            """
            {'name': '%s', 'source': 'dummy-source', 'tags': [%s,
              {'key': 'mlflow.prompt.text', 'value': 'Hello {{name}}'}]}
            """
                .formatted(name, tag)));
  }

  /**
   * Sends a trace that took 1.5 seconds.
   *
   * @param age seconds since it ended
   * @param prompts each as name/number
   */
  private void trace(
      String id, long age, String state, List<String> prompts, Map<String, String> metadata) {
    ArrayNode linked = Json.array();
    for (String prompt : prompts) {
      String[] parts = prompt.split("/", -1);
      linked.addObject().put("name", parts[0]).put("version", parts[1]);
    }
    long begin = System.currentTimeMillis() - age * 1000 - 1500;
    ObjectNode trace =
        Json.object()
            .put("trace_id", id)
            .put("state", state)
            .put("request_time", Instant.ofEpochMilli(begin).toString())
            .put("execution_duration", "1.5s");
    trace
        .putObject("trace_location")
        .put("type", "MLFLOW_EXPERIMENT")
        .putObject("mlflow_experiment")
        .put("experiment_id", "0");
    ObjectNode known = trace.putObject("trace_metadata");
    metadata.forEach(known::put);
    trace.putObject("tags").put("persona", "nurse").put("mlflow.linkedPrompts", Json.text(linked));
    ObjectNode body = Json.object();
    body.putObject("trace").set("trace_info", trace);
    done(client.send("POST", TRACES, Json.text(body)));
  }

  private JsonNode await(String path, Predicate<JsonNode> wanted) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonNode found;
    do {
      found = done(client.get(path));
      Thread.sleep(50); // the follower comes by every second
    } while (!wanted.test(found) && System.nanoTime() < end);
    assertThat(wanted.test(found)).as(found.toString()).isTrue();
    return found;
  }

  private JsonNode calls(String prompt, int count) throws InterruptedException {
    return await(
            "/api/calls?kind=prompt&asset=" + prompt, calls -> calls.path("calls").size() == count)
        .path("calls");
  }

  @Test
  void aTraceIsACallOfTheVersionThatItUsed() throws InterruptedException {
    Map<String, String> metadata =
        Map.of(
            "mlflow.trace.tokenUsage",
            """
            {"input_tokens": 100, "output_tokens": 20, "total_tokens": 120,
             "cache_read_input_tokens": 30}
            """,
            "mlflow.trace.cost",
            "{\"total_cost\": 0.0025}",
            "mlflow.trace.user",
            "mary");
    trace("tr-one", 30, "OK", List.of("greet/1"), metadata);
    trace("tr-two", 20, "ERROR", List.of("greet/1"), Map.of());
    trace("tr-three", 86_500, "OK", List.of("greet/1"), Map.of());

    JsonNode calls = calls("greet", 2);
    JsonNode failed = calls.get(0);
    assertThat(failed.required("outcome").stringValue()).isEqualTo("failure");
    assertThat(failed.path("input_tokens").isNumber()).isFalse();
    JsonNode call = done(client.get("/api/calls/tr-one:greet@v1.0.0"));
    assertThat(call.required("version").stringValue()).isEqualTo("v1.0.0");
    assertThat(call.required("outcome").stringValue()).isEqualTo("success");
    assertThat(call.required("latency_ms").doubleValue()).isEqualTo(1500);
    assertThat(call.required("input_tokens").longValue()).isEqualTo(70);
    assertThat(call.required("cached_tokens").longValue()).isEqualTo(30);
    assertThat(call.required("output_tokens").longValue()).isEqualTo(20);
    assertThat(call.required("cost_usd").asString()).isEqualTo("0.0025");
    assertThat(call.at("/tags/persona").stringValue()).isEqualTo("nurse");
    assertThat(call.required("trace_id").stringValue()).isEqualTo("tr-one");

    String thumb =
        """
        {'assessment': {'assessment_name': 'thumbs', 'source': {'source_type': 'HUMAN',
          'source_id': 'mary'}, 'feedback': {'value': true}}}
        """;
    done(client.post(TRACES + "/tr-one/assessments", thumb));
    JsonNode shown =
        await("/api/calls/tr-one:greet@v1.0.0", one -> !one.path("feedback").isEmpty());
    assertThat(shown.at("/feedback/0/name").stringValue()).isEqualTo("thumbs");
    assertThat(shown.at("/feedback/0/value").booleanValue()).isTrue();
  }

  @Test
  void whatEachOfSeveralVersionsTookIsUnknown() throws InterruptedException {
    trace("tr-many", 30, "OK", List.of("greet/1", "judge/1", "elsewhere/4"), Map.of());

    JsonNode call = calls("greet", 1).get(0);
    assertThat(call.path("latency_ms").isNumber()).isFalse();
    assertThat(call.required("outcome").stringValue()).isEqualTo("success");
    assertThat(calls("judge", 1)).hasSize(1);
    assertThat(calls("elsewhere", 0)).isEmpty();
  }

  @Test
  void aLinkThatComesLaterCounts() throws InterruptedException {
    trace("tr-late", 30, "OK", List.of(), Map.of());
    done(
        client.post(
            "/api/2.0/mlflow/traces/link-prompts",
            "{'trace_id': 'tr-late', 'prompt_versions': [{'name': 'judge', 'version': '1'}]}"));

    assertThat(calls("judge", 1).get(0).required("latency_ms").doubleValue()).isEqualTo(1500);
  }
}
