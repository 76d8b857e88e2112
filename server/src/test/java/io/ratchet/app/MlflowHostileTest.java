// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.app.TrackingClient.Reply;
import io.ratchet.base.Json;
import io.ratchet.http.Route;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Whatever is sent to whichever endpoint of MLflow's, the answer is one of its own, below 500. */
final class MlflowHostileTest {
  private static final long SEED = 20261121;

  /** The most that is sent to one endpoint. */
  private static int most(Engine engine) {
    return switch (engine) {
      case SQLITE -> 120;
      case POSTGRESQL -> 40;
    };
  }

  @Test
  void everyEndpointIsTried() {
    try (RunningApp app = RunningApp.start(Map.of())) {
      List<String> untried = new ArrayList<>();
      for (Route route : app.routes()) {
        String path = route.pattern().replaceFirst("^/ajax-api/", "/api/");
        boolean isTried =
            MlflowRequests.all().stream()
                .anyMatch(good -> good.isFor(route) || good.isFor(at(route, path)));
        if (MlflowReference.isServed(route) && !isTried) {
          untried.add(route.method() + " " + route.pattern());
        }
      }
      assertThat(untried).as("have no line in mlflow/requests.txt").isEmpty();
    }
  }

  private static Route at(Route route, String path) {
    return new Route(
        route.method(),
        path,
        route.access(),
        route.handler(),
        route.errors(),
        route.bodyLimit(),
        route.knowsProjects());
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void isServedOrRefusedInTheEnvelope(Engine engine) {
    Random chance = new Random(SEED);
    List<String> faults = new ArrayList<>();
    try (RunningApp app = app(engine);
        TrackingClient client = new TrackingClient(app, "x-mlflow-experiment-id", "1")) {
      MlflowRequests requests = new MlflowRequests(names(client));
      for (MlflowRequests.Good good : MlflowRequests.all()) {
        if (app.routes().stream()
            .anyMatch(route -> good.isFor(route) && MlflowReference.isServed(route))) {
          for (Attack attack : requests.attacks(good, most(engine), chance)) {
            String fault = fault(client, attack);
            if (fault != null) {
              faults.add(attack + "\n    " + fault);
            }
          }
        }
      }
      JsonNode health = client.get("/health").json();
      assertThat(health.required("status").stringValue()).isEqualTo("healthy");
    }
    assertThat(faults).isEmpty();
  }

  private static RunningApp app(Engine engine) {
    return RunningApp.start(
        Map.of("storage.url", Databases.url(engine), "server.max_body", "256KiB"));
  }

  private static Map<String, String> names(TrackingClient client) {
    Map<String, String> names = new HashMap<>();
    String group = client.group("hostile");
    names.put("group", group);
    names.put("run", client.run(group));
    names.put("model", "hostile");
    client.post("registered-models/create", "{'name': 'hostile'}");
    client.post("model-versions/create", "{'name': 'hostile', 'source': 's3://b/m'}");
    client.post(
        "registered-models/create",
        "{'name': 'prompt', 'tags': [{'key': 'mlflow.prompt.is_prompt', 'value': 'true'}]}");
    names.put("logged", made(client, "logged-models", "/model/info/model_id", group));
    names.put("trace", made(client, "traces", "/trace_info/request_id", group));
    names.put(
        "dataset", made(client, "/api/3.0/mlflow/datasets/create", "/dataset/dataset_id", group));
    names.put("assessment", assessment(client, names.get("trace")));
    names.put("webhook", made(client, "webhooks", "/webhook/webhook_id", group));
    upload(client, group, names);
    return names;
  }

  private static void upload(TrackingClient client, String group, Map<String, String> names) {
    JsonNode begun =
        client
            .post(
                "/api/2.0/mlflow-artifacts/mpu/create/%s/%s/artifacts"
                    .formatted(group, names.get("run")),
                "{'path': 'f.bin', 'num_parts': 1}")
            .json();
    String url = begun.at("/credentials/0/url").stringValue();
    names.put("upload", begun.path("upload_id").stringValue());
    names.put("token", url.substring(url.indexOf("token=") + "token=".length()));
  }

  private static String assessment(TrackingClient client, @Nullable String trace) {
    return client
        .post(
            "/api/3.0/mlflow/traces/" + trace + "/assessments",
            """
            {'assessment': {'assessment_name': 'good', 'trace_id': '%s', 'feedback': {'value': true},
             'source': {'source_type': 'HUMAN', 'source_id': 'me'}}}
            """
                .formatted(trace))
        .json()
        .at("/assessment/assessment_id")
        .stringValue();
  }

  private static String made(TrackingClient client, String path, String id, String group) {
    String body =
        """
        {'experiment_id': '%s', 'experiment_ids': ['%s'], 'name': 'n', 'timestamp_ms': 1,
         'url': 'https://127.0.0.1/x', 'events': [{'entity': 'PROMPT', 'action': 'CREATED'}]}
        """
            .formatted(group, group);
    Reply reply = client.post(path, body);
    return reply.status() == 200 ? reply.json().at(id).stringValue() : "none";
  }

  private static @Nullable String fault(TrackingClient client, Attack attack) {
    Reply reply;
    try {
      reply = client.send(attack.method(), attack.path(), attack.body());
    } catch (IllegalArgumentException e) {
      return null; // no URI at all, which the client does not send
    }
    if (attack.what().equals("good") && reply.status() != 200) {
      return "is good and was refused: " + reply.status() + " " + reply.body();
    }
    if (reply.status() >= 500 && reply.status() != 501) {
      return reply.status() + " " + reply.body();
    }
    if (reply.status() >= 400) {
      try {
        JsonNode body = Json.parse(reply.body());
        String code = attack.path().startsWith("/v1/") ? "code" : "error_code"; // OTLP has its own
        if (!body.has(code) || body.path("message").asString("").isEmpty()) {
          return reply.status() + " without envelope: " + reply.body();
        }
      } catch (JacksonException e) {
        return reply.status() + " without JSON: " + reply.body();
      }
    }
    return null;
  }
}
