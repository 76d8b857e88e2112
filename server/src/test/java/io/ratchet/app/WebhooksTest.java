// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Others are told of changes, signed, again where they did not take it, and in their order. */
@ParameterizedClass
@EnumSource(Engine.class)
final class WebhooksTest {
  private static final String WEBHOOKS = "/api/2.0/mlflow/webhooks";
  private static final String SECRET = "correct horse battery staple";

  private final Receiver receiver = new Receiver();
  private final RunningApp app;
  private final TestClient client;

  WebhooksTest(Engine engine) {
    app =
        RunningApp.start(
            Map.of(
                "storage.url", Databases.url(engine),
                "webhooks.first_retry", "10ms",
                "webhooks.longest_retry", "50ms",
                "webhooks.max_attempts", "6",
                "webhooks.timeout", "2s"));
    client = new TestClient(app.port(), app.key());
  }

  @AfterEach
  void close() {
    client.close();
    app.close();
    receiver.close();
  }

  private JsonNode create(String name, String... events) {
    return createWith(name, "", events);
  }

  private JsonNode createWith(String name, String more, String... events) {
    List<String> listed =
        Stream.of(events)
            .map(event -> event.split("\\."))
            .map(e -> "{\"entity\": \"%s\", \"action\": \"%s\"}".formatted(e[0], e[1]))
            .toList();
    TestClient.Reply reply =
        client.post(
            WEBHOOKS,
            "{\"name\": \"%s\", \"url\": \"%s\", \"events\": %s%s}"
                .formatted(name, receiver.url(), listed, more));
    return ok(reply).required("webhook");
  }

  private static JsonNode ok(TestClient.Reply reply) {
    assertThat(reply.status()).as(reply.body()).isBetween(200, 299);
    return reply.json();
  }

  private void alias(String alias, String version) {
    ok(
        client.send(
            "PUT",
            "/api/prompts/extraction/aliases/" + alias,
            "{\"version\": \"" + version + "\"}"));
  }

  private JsonNode deliveries(String webhook, String query) {
    return ok(client.get("/api/webhooks/" + webhook + "/deliveries" + query))
        .required("deliveries");
  }

  private JsonNode awaitStatus(String webhook, String status) {
    for (int i = 0; i < 1_000; i++) {
      JsonNode found = deliveries(webhook, "?status=" + status);
      if (!found.isEmpty()) {
        return found.required(0);
      }
      LockSupport.parkNanos(10_000_000);
    }
    throw new AssertionError("none is " + status + ": " + deliveries(webhook, ""));
  }

  @Test
  void aSecretIsProvenByTheReceiverAndShownNowhere() throws IOException {
    JsonNode webhook =
        createWith("signed", ", \"secret\": \"" + SECRET + "\"", "PROMPT_ALIAS.CREATED");
    alias("best", "v1.0.0");

    Receiver.Told told = receiver.await(1).getFirst();
    assertThat(told.signature()).isEqualTo(told.expected(SECRET));
    assertThat(told.event()).isEqualTo("prompt_alias.created");
    assertThat(told.json().at("/data/name").stringValue()).isEqualTo("extraction");
    assertThat(told.json().at("/data/alias").stringValue()).isEqualTo("best");
    assertThat(told.json().at("/ratchet/type").stringValue()).isEqualTo("alias.set");

    JsonNode delivery = awaitStatus("signed", "delivered");
    assertThat(delivery.required("id").stringValue()).isEqualTo(told.id());
    assertThat(delivery.required("attempts").intValue()).isEqualTo(1);
    assertThat(delivery.required("response_body").stringValue()).isEqualTo("answer 200");
    assertThat(delivery.required("payload")).isEqualTo(told.json());
    assertThat(webhook.has("secret")).isFalse();
    assertThat(client.get(WEBHOOKS).body() + client.get("/api/journal?limit=1000").body())
        .doesNotContain(SECRET);
    Path key = app.folder().resolve("data/webhooks.key");
    assertThat(Files.size(key)).isEqualTo(32);
    assertThat(Files.getPosixFilePermissions(key)).hasSize(2);
  }

  @Test
  void aReceiverThatFailsTwiceGetsTheSameDeliveryAThirdTimeAndThenTheNext() {
    receiver.answer(n -> n < 2 ? 503 : 200);
    create("flaky", "PROMPT_ALIAS.CREATED", "PROMPT_ALIAS.DELETED");
    alias("best", "v1.0.0");
    ok(client.send("DELETE", "/api/prompts/extraction/aliases/best", null));

    List<Receiver.Told> told = receiver.await(4);
    assertThat(told)
        .extracting(Receiver.Told::event)
        .containsExactly(
            "prompt_alias.created",
            "prompt_alias.created",
            "prompt_alias.created",
            "prompt_alias.deleted");
    assertThat(told.subList(0, 3)).extracting(Receiver.Told::id).containsOnly(told.get(0).id());
    assertThat(told.get(0).signature()).as("without a secret").isEqualTo("null");
  }

  @Test
  void whatFailsToTheLastIsDeadUntilSomebodySendsItAgain() {
    receiver.answer(_ -> 500);
    create("broken", "PROMPT_ALIAS.CREATED");
    alias("best", "v1.0.0");

    JsonNode dead = awaitStatus("broken", "dead");
    assertThat(dead.required("attempts").intValue()).isEqualTo(6);
    assertThat(dead.required("error").stringValue()).contains("500");
    assertThat(dead.required("next_attempt_at").isNull()).isTrue();

    receiver.answer(_ -> 204);
    JsonNode again =
        ok(
            client.post(
                "/api/webhooks/broken/deliveries/" + dead.get("id").stringValue() + "/retry", ""));
    assertThat(again.required("status").stringValue()).isEqualTo("pending");
    assertThat(awaitStatus("broken", "delivered").required("id")).isEqualTo(dead.get("id"));
    assertThat(client.post("/api/webhooks/broken/deliveries/none/retry", "").status())
        .isEqualTo(404);
  }

  @Test
  void aRedirectIsNotFollowedAndAReceiverThatIsGoneIsNotAskedAgain() {
    receiver.answer(n -> n == 0 ? 302 : 410);
    create("moved", "PROMPT_ALIAS.CREATED");
    alias("best", "v1.0.0");

    JsonNode dead = awaitStatus("moved", "dead");
    assertThat(dead.required("attempts").intValue()).isEqualTo(2);
    assertThat(receiver.told()).hasSize(2);
  }

  @Test
  void stagesAndRoutesAreToldAndOnlyWhatWasAskedForAndOnlyWhatComesAfter() {
    alias("before", "v1.0.0");
    create("moves", "PROMPT_VERSION.STAGE_CHANGED", "ROUTE.CHANGED");
    ok(
        client.post(
            "/api/prompts/extraction/versions",
            """
            {"version": "9.0.0", "template": "Find {field} in {document}."}
            """));
    ok(
        client.post(
            "/api/prompts/extraction/versions/v9.0.0/stage",
            """
            {"stage": "production", "reason": "it is better"}
            """));

    List<Receiver.Told> told = receiver.await(2);
    assertThat(told)
        .extracting(Receiver.Told::event)
        .contains("route.changed", "prompt_version.stage_changed")
        .doesNotContain("prompt_alias.created", "prompt_version.created");
    Receiver.Told staged =
        told.stream()
            .filter(one -> one.event().endsWith("stage_changed"))
            .findFirst()
            .orElseThrow();
    assertThat(staged.json().at("/data/to").stringValue()).isNotEmpty();
  }

  @Test
  void aNewVersionIsToldWithItsTemplate() {
    create("versions", "PROMPT_VERSION.CREATED");
    ok(
        client.post(
            "/api/prompts/extraction/versions",
            """
            {"version": "9.0.0", "template": "Find {field} in {document}."}
            """));

    JsonNode told = receiver.await(1).getFirst().json();
    JsonNode data = told.required("data");
    assertThat(data.required("template").stringValue()).isEqualTo("Find {field} in {document}.");
    assertThat(data.required("version").stringValue()).as("MLflow's number").isEqualTo("4");
    assertThat(told.at("/ratchet/detail/version").stringValue()).isEqualTo("v9.0.0");
    assertThat(data.required("tags").isObject()).isTrue();
  }

  /** As MLflow's receivers know it: numbers, tags and texts of the registry. */
  @Test
  void whatComesByMlflowsRegistryIsToldInItsWords() {
    create(
        "registry",
        "PROMPT.CREATED",
        "PROMPT_VERSION.CREATED",
        "PROMPT_VERSION_TAG.SET",
        "PROMPT_VERSION_TAG.DELETED",
        "PROMPT_ALIAS.CREATED");
    String marked = "{\"key\": \"mlflow.prompt.is_prompt\", \"value\": \"true\"}";
    mlflow(
        "registered-models/create",
        """
        {"name": "greet", "description": "says hello", "tags": [%s, {"key": "team", "value": "a"}]}
        """
            .formatted(marked));
    mlflow(
        "model-versions/create",
        """
        {"name": "greet", "source": "dummy-source", "description": "first",
         "tags": [%s, {"key": "mlflow.prompt.text", "value": "Hi {{name}}"}]}
        """
            .formatted(marked));
    mlflow(
        "model-versions/set-tag",
        "{\"name\": \"greet\", \"version\": \"1\", \"key\": \"k\", \"value\": \"w\"}");
    ok(
        client.send(
            "DELETE",
            "/api/2.0/mlflow/model-versions/delete-tag",
            "{\"name\": \"greet\", \"version\": \"1\", \"key\": \"k\"}"));
    mlflow(
        "registered-models/alias",
        "{\"name\": \"greet\", \"alias\": \"best\", \"version\": \"1\"}");

    List<JsonNode> told = receiver.await(5).stream().map(Receiver.Told::json).toList();
    assertThat(told)
        .extracting(one -> one.at("/entity").stringValue() + "." + one.at("/action").stringValue())
        .containsExactly(
            "prompt.created",
            "prompt_version.created",
            "prompt_version_tag.set",
            "prompt_version_tag.deleted",
            "prompt_alias.created");
    assertThat(told.get(0).at("/data/description").stringValue()).isEqualTo("says hello");
    assertThat(told.get(0).at("/data/tags/team").stringValue()).isEqualTo("a");
    JsonNode version = told.get(1).required("data");
    assertThat(version.required("version").stringValue()).isEqualTo("1");
    assertThat(version.required("description").stringValue()).isEqualTo("first");
    assertThat(version.required("template").stringValue()).contains("{{name}}");
    assertThat(told.get(2).required("data"))
        .isEqualTo(
            Json.parse(
                "{\"name\": \"greet\", \"version\": \"1\", \"key\": \"k\", \"value\": \"w\"}"));
    assertThat(told.get(3).required("data"))
        .isEqualTo(Json.parse("{\"name\": \"greet\", \"version\": \"1\", \"key\": \"k\"}"));
    assertThat(told.get(4).required("data"))
        .isEqualTo(Json.parse("{\"name\": \"greet\", \"alias\": \"best\", \"version\": \"1\"}"));
  }

  private void mlflow(String path, String body) {
    ok(client.post("/api/2.0/mlflow/" + path, body));
  }

  @Test
  void aDisabledOneIsNotToldAndAChangedOneIsToldWhereItIsNow() {
    JsonNode webhook = createWith("quiet", ", \"status\": \"DISABLED\"", "PROMPT_ALIAS.CREATED");
    String path = WEBHOOKS + "/" + webhook.get("webhook_id").stringValue();
    create("loud", "PROMPT_ALIAS.CREATED");
    alias("one", "v1.0.0");
    receiver.await(1);
    JsonNode changed =
        ok(client.send("PATCH", path, "{\"status\": \"ACTIVE\", \"name\": \"quiet-2\"}"))
            .required("webhook");
    alias("two", "v1.0.0");
    receiver.await(3);

    assertThat(changed.required("name").stringValue()).isEqualTo("quiet-2");
    assertThat(changed.required("events")).isEqualTo(webhook.required("events"));
    assertThat(deliveries("quiet-2", "")).hasSize(1);
    assertThat(ok(client.send("DELETE", path, "{}"))).isEqualTo(Json.object());
    assertThat(client.get(path).status()).isEqualTo(404);
    assertThat(client.get(path).json().required("error_code").stringValue())
        .isEqualTo("RESOURCE_DOES_NOT_EXIST");
  }

  @Test
  void aTestSendsAnExampleAndSaysWhatCameOfIt() {
    receiver.answer(n -> n == 0 ? 200 : 404);
    JsonNode webhook =
        createWith("tried", ", \"secret\": \"" + SECRET + "\"", "MODEL_VERSION.CREATED");
    String path = WEBHOOKS + "/" + webhook.get("webhook_id").stringValue() + "/test";

    JsonNode result = ok(client.post(path, "{}")).required("result");
    assertThat(result.required("success").booleanValue()).isTrue();
    assertThat(result.required("response_status").intValue()).isEqualTo(200);
    Receiver.Told told = receiver.told().getFirst();
    assertThat(told.signature()).isEqualTo(told.expected(SECRET));
    assertThat(told.json().at("/data/run_id").stringValue()).isNotEmpty();

    JsonNode refused =
        ok(client.post(path, "{\"event\": {\"entity\": 9, \"action\": \"DELETED\"}}"))
            .required("result");
    assertThat(refused.required("success").booleanValue()).isFalse();
    assertThat(refused.required("error_message").stringValue()).contains("404");
    assertThat(receiver.told().getLast().event()).isEqualTo("prompt_alias.deleted");
  }

  @Test
  void listsInPagesTheNewestFirst() {
    assertThat(ok(client.get(WEBHOOKS))).isEqualTo(Json.object());
    create("first", "PROMPT.CREATED");
    create("second", "PROMPT.CREATED");
    JsonNode page = ok(client.get(WEBHOOKS + "?max_results=1"));
    assertThat(page.at("/webhooks/0/name").stringValue()).isEqualTo("second");
    String token = page.required("next_page_token").stringValue();
    JsonNode next = ok(client.get(WEBHOOKS + "?max_results=1&page_token=" + token));
    assertThat(next.at("/webhooks/0/name").stringValue()).isEqualTo("first");
    assertThat(next.has("next_page_token")).isFalse();
  }

  @Test
  void whatIsWrongIsRefusedInMlflowsWords() {
    String good = "\"events\": [{\"entity\": \"PROMPT\", \"action\": \"CREATED\"}]";
    String[][] cases = {
      {"{}", "Missing value for required parameter 'name'"},
      {"{\"name\": \"a\"}", "Missing value for required parameter 'url'"},
      {"{\"name\": \"a\", \"url\": \"http://a\"}", "required parameter 'events'"},
      {"{\"name\": 3, \"url\": \"http://a\", " + good + "}", "Value was of type 'int'"},
      {"{\"name\": \"-a\", \"url\": \"http://a\", " + good + "}", "Webhook name '-a' is invalid"},
      {
        "{\"name\": \"a\", \"url\": \"ftp://a\", " + good + "}", "Invalid webhook URL scheme: 'ftp'"
      },
      {"{\"name\": \"a\", \"url\": \"https:///x\", " + good + "}", "must include a hostname"},
      {"{\"name\": \"a\", \"url\": \"   \", " + good + "}", "cannot be empty"},
      {"{\"name\": \"a\", \"url\": \"http://u:p@a\", " + good + "}", "user or password"},
      {"{\"name\": \"a\", \"url\": \"http://a\\u0000\", " + good + "}", "U+0000"},
      {"{\"name\": \"a\", \"url\": \"http://\\ud800\", " + good + "}", "surrogate"},
      {
        "{\"name\": \"a\", \"url\": \"http://a\", \"description\": \"\\ud800\", " + good + "}",
        "description"
      },
      {"{\"name\": \"a\", \"url\": \"http://a\", \"status\": \"LOUD\", " + good + "}", "status"},
      {"{\"name\": \"a\", \"url\": \"http://a\", \"events\": [{\"entity\": \"X\"}]}", "entity"},
      {
        "{\"name\": \"a\", \"url\": \"http://a\","
            + " \"events\": [{\"entity\": \"PROMPT\", \"action\": \"SET\"}]}",
        "Invalid action 'set' for entity 'prompt'. Valid actions are: ["
      },
      {"{\"name\": \"a\", \"url\": \"http://a\", \"events\": {}}", "parameter 'events'"},
    };
    for (String[] one : cases) {
      TestClient.Reply reply = client.post(WEBHOOKS, one[0]);
      assertThat(reply.status()).as(one[0] + reply.body()).isEqualTo(400);
      assertThat(reply.json().required("error_code").stringValue())
          .isEqualTo("INVALID_PARAMETER_VALUE");
      assertThat(reply.json().required("message").stringValue()).as(one[0]).contains(one[1]);
    }
    assertThat(client.get("/api/webhooks/nobody/deliveries").status()).isEqualTo(404);
    assertThat(client.get("/api/webhooks/nobody/deliveries?status=x").status()).isEqualTo(400);
    assertThat(client.get(WEBHOOKS + "?max_results=0").status()).isEqualTo(400);
    assertThat(client.get(WEBHOOKS + "?page_token=%00").status()).isEqualTo(400);
  }
}
