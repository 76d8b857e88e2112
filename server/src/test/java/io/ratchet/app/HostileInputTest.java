// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import io.ratchet.web.Curl;
import io.ratchet.web.OpenApi;
import io.ratchet.web.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Whatever is sent to whichever route, the answer is a documented one below 500, a refusal says
 * what to do, and a refused request has changed nothing.
 */
@ParameterizedClass
@EnumSource(Engine.class)
final class HostileInputTest {
  private static final long SEED = 20261121;

  /** After how many refusals it is asked whether they changed something. */
  private static final int REFUSALS = 20;

  private static final int MAX_BODY = 256 << 10;

  /** How imports end that requests before started, each in its own time. */
  private static final Set<String> LATER = Set.of("import.completed", "import.failed");

  private static final OpenApi API = OpenApi.load();

  /** Whose key the requests carry. */
  private static final String ACTOR = "tests";

  private static final Map<Engine, RunningApp> APPS = new EnumMap<>(Engine.class);

  private final Engine engine;
  private final RunningApp app;
  private final TestClient client;

  HostileInputTest(Engine engine) {
    this.engine = engine;
    app = APPS.computeIfAbsent(engine, HostileInputTest::start);
    client = new TestClient(app.port(), app.key());
  }

  private static RunningApp start(Engine engine) {
    return RunningApp.start(
        Map.of(
            "server.max_body",
            "256KiB",
            "serving.max_artifact",
            "256KiB",
            "serving.enable_monitoring",
            "false",
            "simulation.max_time",
            "100ms",
            "storage.url",
            Databases.url(engine),
            "providers.simulated.kind",
            "simulated",
            "providers.simulated.behaviours",
            "src/test/resources/behaviours-at-once.json"));
  }

  @AfterAll
  static void areWellAfterAllOfIt() {
    for (RunningApp app : APPS.values()) {
      try (TestClient client = new TestClient(app.port(), app.key())) {
        JsonNode health = client.get("/health").json();

        assertThat(health.required("status").stringValue()).isEqualTo("healthy");
        assertThat(health.required("error_count").longValue()).isZero();
      } finally {
        app.close();
      }
    }
    APPS.clear();
  }

  /** A sample of them; on the second engine as many as tell whether it matters which it is. */
  private List<Attack> attacks(Operation operation) {
    List<Attack> attacks = new Attacks(API, SEED).on(operation);
    int most =
        switch (engine) {
          case SQLITE -> 1_500;
          case POSTGRESQL -> 150;
        };
    if (attacks.size() > most) {
      Collections.shuffle(attacks, new Random(SEED));
    }
    return attacks.subList(0, Math.min(attacks.size(), most));
  }

  static List<Operation> operations() {
    return API.operations();
  }

  /**
   * Whether refusals changed something is asked of the journal after every few of them. What was
   * refused shortly before a request that was served goes unasked; the next ones are asked again.
   */
  @ParameterizedTest
  @MethodSource("operations")
  void isRefusedWithoutEffectOrServed(Operation operation) {
    List<String> faults = new ArrayList<>();
    List<Attack> refused = new ArrayList<>();
    long journal = RunningApp.journal(client);
    for (Attack attack : attacks(operation)) {
      TestClient.Reply reply = client.send(attack.method(), attack.path(), attack.body());
      for (String fault : API.faults(attack.method(), attack.path(), reply)) {
        faults.add(attack + "\n    " + reply.status() + " " + fault + ": " + reply.body());
      }
      if (reply.status() >= 500) {
        faults.add(attack + "\n    " + reply.status() + " " + reply.body());
      }
      if (reply.status() < 400) {
        refused.clear(); // what changed since may be of this one
        journal = RunningApp.journal(client);
      } else {
        refused.add(attack);
      }
      if (refused.size() == REFUSALS) {
        journal = effects(journal, refused, faults);
      }
    }
    long _ = effects(journal, refused, faults);
    assertThat(faults).isEmpty();
  }

  private long effects(long journal, List<Attack> refused, List<String> faults) {
    long after = RunningApp.journal(client);
    if (!refused.isEmpty() && after != journal && isOurs(journal)) {
      faults.add(refused + "\n    were refused, and one of them changed something");
    }
    refused.clear();
    return after;
  }

  /** Whether a change after that one is of a request; trainings and monitors go on meanwhile. */
  private boolean isOurs(long after) {
    for (JsonNode entry : client.get("/api/journal?limit=100").json().required("entries")) {
      if (entry.required("sequence").longValue() > after
          && !LATER.contains(entry.required("type").stringValue())
          && entry.required("actor").stringValue().equals(ACTOR)) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @MethodSource("operations")
  void bodiesAboveTheLimitAreRefused(Operation operation) {
    if (operation.bodySchema().isMissingNode()) {
      return;
    }
    String body = "{\"x\": \"" + "y".repeat(MAX_BODY) + "\"}";

    TestClient.Reply reply = client.send(operation.method(), Curl.path(operation), body);

    assertThat(reply.status()).as(reply.body()).isEqualTo(413);
    assertThat(API.faults(operation.method(), Curl.path(operation), reply)).isEmpty();
  }

  @Test
  void methodsThatAPathDoesNotHaveAreRefused() {
    Set<String> paths = new TreeSet<>();
    Set<String> served = new TreeSet<>();
    for (Operation operation : API.operations()) {
      paths.add(Curl.path(operation, operation.path()).replaceFirst("\\?.*", ""));
      served.add(operation.method() + " " + Curl.path(operation).replaceFirst("\\?.*", ""));
    }
    for (String path : paths) {
      for (String method : List.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "BREW")) {
        if (!served.contains(method + " " + path)) {
          TestClient.Reply reply = client.send(method, path, null);

          assertThat(reply.status()).as(method + " " + path).isEqualTo(405);
          assertThat(API.faults(method, path, reply)).isEmpty();
        }
      }
    }
  }

  @Test
  void pathsThatLeaveTheRootFindNothing() {
    for (String path :
        List.of(
            "/../../../../etc/passwd",
            "/api/../../etc/passwd",
            "//etc/passwd",
            "/api/prompts/..",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/openapi.yaml/../../application.yaml",
            "/%zz",
            "/api/prompts/%",
            "/\u00ff")) {
      String reply =
          client.raw(
              "GET "
                  + path
                  + " HTTP/1.1\r\nHost: localhost\r\nx-api-key: "
                  + app.key()
                  + "\r\nConnection: close\r\n\r\n");

      assertThat(reply).as(path).matches("(?s)HTTP/1.1 4\\d\\d .*").doesNotContain("root:");
    }
  }

  @Test
  void aBatchWithOneFaultIsNotKeptInPart() {
    String calls =
        """
        {"calls": [{"id": "good-one", "success": true}, {"id": "bad-one", "success": "perhaps"}]}
        """;
    TestClient.Reply refused = client.post("/api/calls", calls);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("calls[1].success").contains("perhaps");
    assertThat(client.get("/api/calls/good-one").status()).isEqualTo(404);

    String prompts =
        """
        {"prompts": [{"name": "good-one", "version": "1.0.0", "template": "x"},
                     {"name": "bad-one", "version": "one", "template": "x"}]}
        """;
    refused = client.post("/api/prompts/batch", prompts);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("prompts[1].version");
    assertThat(client.get("/api/prompts/good-one").status()).isEqualTo(404);

    String shares =
        """
        {"versions": [{"version": "v1.0.0", "weight": 0.5}, {"version": "v9.9.9", "weight": 0.5}]}
        """;
    String before = client.get("/api/prompts/extraction/route").body();
    assertThat(client.send("PUT", "/api/prompts/extraction/route", shares).status()).isEqualTo(404);
    assertThat(client.get("/api/prompts/extraction/route").body()).isEqualTo(before);
  }
}
