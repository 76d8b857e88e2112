// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient;
import io.ratchet.http.TestClient.Reply;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import io.ratchet.web.OpenApi;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Promotions that others have to agree to. */
final class ApprovalTest {
  private static final String STAGE = "/api/models/fraud/versions/2.0.0/stage";
  private static final String PRODUCTION = "{\"stage\": \"production\"}";

  private static TestClient person(RunningApp app, TestClient admin, String name) {
    String key =
        admin
            .post("/api/keys", "{\"name\": \"%s\", \"role\": \"operator\"}".formatted(name))
            .json()
            .required("key")
            .stringValue();
    return new TestClient(app.port(), key);
  }

  private static void register(TestClient client, String version) {
    client.post(
        "/api/models/fraud/versions",
        "{\"version\": \"%s\", \"source\": {\"kind\": \"elsewhere\"}}".formatted(version));
  }

  private static String request(TestClient client, String version) {
    Reply asked =
        client.post(
            "/api/approvals",
            "{\"kind\": \"model\", \"asset\": \"fraud\", \"version\": \"%s\"}".formatted(version));
    assertThat(asked.status()).as(asked.body()).isEqualTo(201);
    return asked.json().required("id").stringValue();
  }

  private static String production(TestClient client) {
    return client.get("/api/models/fraud").json().path("production_version").asString("none");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void theLastApprovalThatIsNeededPromotes(Engine engine) {
    try (RunningApp app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
        TestClient admin = new TestClient(app.port(), app.key(), OpenApi.load());
        TestClient ada = person(app, admin, "ada");
        TestClient bo = person(app, admin, "bo");
        TestClient cy = person(app, admin, "cy")) {
      register(admin, "1.0.0");
      register(admin, "2.0.0");
      admin.post("/api/models/fraud/versions/1.0.0/stage", PRODUCTION);
      Reply protection = admin.send("PUT", "/api/protections/model/fraud", "{\"approvals\": 2}");
      assertThat(protection.status()).as(protection.body()).isEqualTo(200);

      assertThat(ada.post(STAGE, PRODUCTION).status()).isEqualTo(409);
      Reply weights =
          ada.send(
              "PUT",
              "/api/models/fraud/route",
              """
              {"versions": [{"version": "1.0.0", "weight": 0.5}, {"version": "2.0.0", "weight": 0.5}]}
              """);
      assertThat(weights.status()).as(weights.body()).isEqualTo(409);
      Reply champion =
          ada.post(
              "/api/2.0/mlflow/registered-models/alias",
              "{\"name\": \"fraud\", \"alias\": \"champion\", \"version\": \"2\"}");
      assertThat(champion.status()).isEqualTo(409);
      assertThat(champion.json().path("error_code").stringValue()).isEqualTo("RESOURCE_CONFLICT");

      String id = request(ada, "2.0.0");
      assertThat(ada.post("/api/approvals/" + id + "/approve", "{}").status()).isEqualTo(409);
      Reply first = bo.post("/api/approvals/" + id + "/approve", "{\"comment\": \"good\"}");
      assertThat(first.json().required("status").stringValue()).isEqualTo("pending");
      assertThat(bo.post("/api/approvals/" + id + "/approve", "{}").status()).isEqualTo(409);
      assertThat(production(admin)).isEqualTo("v1.0.0");
      Reply second = cy.post("/api/approvals/" + id + "/approve", "{}");
      assertThat(second.json().required("status").stringValue()).isEqualTo("approved");
      assertThat(production(admin)).isEqualTo("v2.0.0");
      assertThat(cy.post("/api/approvals/" + id + "/reject", "{}").status()).isEqualTo(409);

      Reply back = ada.post("/api/models/fraud/rollback", "{}");
      assertThat(back.status()).as("a rollback waits for nobody: " + back.body()).isEqualTo(200);
      String refused = request(ada, "2.0.0");
      bo.post("/api/approvals/" + refused + "/reject", "{\"comment\": \"not again\"}");
      assertThat(production(admin)).isEqualTo("v1.0.0");
      assertThat(admin.get("/api/approvals?status=rejected").json().required("approvals").size())
          .isEqualTo(1);
      assertThat(told(admin))
          .containsExactly(
              "approval.rejected bo " + refused,
              "approval.requested ada " + refused,
              "route.rolled_back ada null",
              "approval.approved cy " + id,
              "route.changed ada " + id,
              "approval.approved bo " + id,
              "approval.requested ada " + id,
              "protection.changed tests null");
    }
  }

  /** What the history says since the protection: type, actor and request, the newest first. */
  private static List<String> told(TestClient client) {
    List<String> told = new ArrayList<>();
    for (String type : List.of("approval", "protection", "route")) {
      JsonNode changes =
          client.get("/api/models/fraud/history?type=" + type).json().required("changes");
      for (JsonNode one : changes) {
        told.add(
            "%08d %s %s %s"
                .formatted(
                    one.required("sequence").longValue(),
                    one.required("type").stringValue(),
                    one.required("actor").stringValue(),
                    one.required("approval").asString("null")));
      }
    }
    told.sort(Comparator.reverseOrder());
    return told.subList(0, 8).stream().map(line -> line.substring(9)).toList();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void onlyWhoeverAskedTakesARequestBackAndOnlyOnce(Engine engine) {
    try (RunningApp app = RunningApp.start(Map.of("storage.url", Databases.url(engine)));
        TestClient admin = new TestClient(app.port(), app.key(), OpenApi.load());
        TestClient ada = person(app, admin, "ada");
        TestClient bo = person(app, admin, "bo")) {
      register(admin, "1.0.0");
      register(admin, "2.0.0");
      admin.send("PUT", "/api/protections/model/fraud", "{\"approvals\": 1}");
      String path = "/api/approvals/" + request(ada, "2.0.0");

      Reply foreign = bo.post(path + "/withdraw", "{}");
      assertThat(foreign.status()).isEqualTo(409);
      assertThat(foreign.body()).contains("ada asked for this, not bo");
      Reply own = ada.post(path + "/withdraw", "{\"comment\": \"later\"}");
      assertThat(own.json().required("status").stringValue()).isEqualTo("withdrawn");
      assertThat(ada.post(path + "/withdraw", "{}").status()).isEqualTo(409);
      assertThat(bo.post(path + "/approve", "{}").status()).isEqualTo(409);
      assertThat(production(admin)).isEqualTo("none");
      assertThat(admin.get("/api/approvals?status=withdrawn").json().required("approvals").size())
          .isEqualTo(1);
    }
  }
}
