// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Others hear of a new name whoever registered it. */
final class WebhookNewsTest {
  private static void ok(TestClient.Reply reply) {
    assertThat(reply.status()).as(reply.body()).isBetween(200, 299);
  }

  private static String event(String entity) {
    return "{\"entity\": \"%s\", \"action\": \"CREATED\"}".formatted(entity);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aNameThatOurOwnPathsRegisterIsNewsOnceAndBeforeItsVersion(Engine engine) {
    try (Receiver receiver = new Receiver();
        RunningApp app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
        TestClient client = new TestClient(app.port(), app.key())) {
      List<String> events =
          List.of(event("PROMPT"), event("PROMPT_VERSION"), event("REGISTERED_MODEL"));
      ok(
          client.post(
              "/api/2.0/mlflow/webhooks",
              "{\"name\": \"news\", \"url\": \"%s\", \"events\": %s}"
                  .formatted(receiver.url(), events)));
      for (String version : List.of("1.0.0", "1.1.0")) {
        ok(
            client.post(
                "/api/prompts/triage/versions",
                "{\"version\": \"%s\", \"template\": \"x\"}".formatted(version)));
      }
      ok(
          client.post(
              "/api/models/churn/versions",
              "{\"version\": \"1.0.0\", \"source\": {\"kind\": \"elsewhere\"}}"));

      List<Receiver.Told> told = receiver.await(4);
      assertThat(told)
          .extracting(Receiver.Told::event)
          .containsExactly(
              "prompt.created",
              "prompt_version.created",
              "prompt_version.created",
              "registered_model.created");
      assertThat(told.getFirst().json().at("/data/name").stringValue()).isEqualTo("triage");
    }
  }
}
