// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.http.TestClient;
import io.ratchet.http.TestClient.Reply;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import io.ratchet.web.OpenApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The flags as bytes on the wire. */
final class OfrepTest {
  private static final String FLAGS = "/ofrep/v1/evaluate/flags";
  private static final String ANN = "{\"context\": {\"targetingKey\": \"ann\"}}";
  private static final RunningApp APP = RunningApp.start(Map.of());

  @AfterAll
  static void close() {
    APP.close();
  }

  private static TestClient client(RunningApp app) {
    return new TestClient(app.port(), app.key(), OpenApi.load());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "extraction | `` | 400 | PARSE_ERROR | the body is empty",
        "extraction | { | 400 | PARSE_ERROR | not valid JSON",
        "extraction | [] | 400 | PARSE_ERROR | not a JSON object",
        "extraction | {} | 400 | TARGETING_KEY_MISSING | send who is served",
        "extraction | {\"context\": \"ann\"} | 400 | INVALID_CONTEXT | an object",
        "extraction | {\"context\": null} | 400 | TARGETING_KEY_MISSING | send who is served",
        "extraction | {\"context\": {}} | 400 | TARGETING_KEY_MISSING | send who is served",
        "extraction | {\"context\": {\"targetingKey\": null}} | 400 | TARGETING_KEY_MISSING | send who is served",
        "extraction | {\"context\": {\"targetingKey\": \" \"}} | 400 | TARGETING_KEY_MISSING | send who is served",
        "extraction | {\"context\": {\"targetingKey\": 7}} | 400 | INVALID_CONTEXT | a string, got 7",
        "extraction | {\"context\": {\"targetingKey\": \"\\ud800\"}} | 400 | INVALID_CONTEXT | surrogate",
        "extractoin | {\"context\": {\"targetingKey\": \"a\"}} | 404 | FLAG_NOT_FOUND | no flag extractoin",
        "with%20space | {\"context\": {\"targetingKey\": \"a\"}} | 404 | FLAG_NOT_FOUND | no flag with space",
      })
  void saysWhatIsWrongInTheProtocolsWords(
      String key, String body, int status, String code, String details) {
    try (TestClient client = client(APP)) {
      Reply one = client.post(FLAGS + "/" + key, body);
      assertThat(one.status()).isEqualTo(status);
      assertThat(one.headers().firstValue("content-type")).contains("application/json");
      assertThat(one.json().required("key").stringValue()).isEqualTo(key.replace("%20", " "));
      assertThat(one.json().required("errorCode").stringValue()).isEqualTo(code);
      assertThat(one.json().required("errorDetails").stringValue()).contains(details);

      Reply all = client.post(FLAGS, body);
      if (status == 400) {
        assertThat(all.status()).isEqualTo(400);
        assertThat(all.json().required("errorCode").stringValue()).isEqualTo(code);
        assertThat(all.json().has("key")).isFalse();
      } else {
        assertThat(all.status()).isEqualTo(200);
      }
    }
  }

  @Test
  void boundsWhatItReads() {
    try (TestClient client = client(APP)) {
      StringBuilder many = new StringBuilder("{\"context\": {\"targetingKey\": \"ann\"");
      for (int i = 0; i < 256; i++) {
        many.append(", \"a").append(i).append("\": 1");
      }
      Reply attributes = client.post(FLAGS + "/extraction", many + "}}");
      assertThat(attributes.status()).isEqualTo(400);
      assertThat(attributes.json().required("errorCode").stringValue())
          .isEqualTo("INVALID_CONTEXT");

      String unit = "u".repeat(513);
      assertThat(client.post(FLAGS + "/extraction", ANN.replace("ann", unit)).status())
          .isEqualTo(400);
      Reply large = client.post(FLAGS, ANN + " ".repeat(64 << 10));
      assertThat(large.status()).isEqualTo(413);
      assertThat(large.json().required("errorCode").stringValue()).isEqualTo("GENERAL");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /ofrep/v1/evaluate/flags, 405, GENERAL",
    "GET, /ofrep/v1/evaluate/flags/extraction, 405, GENERAL",
    "POST, /ofrep/v1/evaluate/flags/a/b, 404, FLAG_NOT_FOUND",
    "POST, /ofrep/v1/evaluate/flags/a/b/c/, 404, FLAG_NOT_FOUND",
    "GET, /ofrep/v1/configuration, 404, FLAG_NOT_FOUND",
  })
  void refusesOtherPathsAndMethodsInTheSameWords(
      String method, String path, int status, String code) {
    try (TestClient client = client(APP)) {
      Reply reply = client.send(method, path, method.equals("POST") ? ANN : null);

      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.json().required("errorCode").stringValue()).isEqualTo(code);
    }
  }

  @Test
  void asksForTheKeyThatTheRouteNeeds() throws Exception {
    try (TestClient admin = client(APP);
        TestClient nobody = new TestClient(APP.port())) {
      Reply refused = nobody.post(FLAGS + "/extraction", ANN);
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.json().required("errorDetails").stringValue()).contains("API key");

      String viewer =
          admin
              .post("/api/keys", "{\"name\": \"screen\", \"role\": \"viewer\"}")
              .json()
              .required("key")
              .stringValue();
      assertThat(send(APP, FLAGS + "/extraction", ANN, "x-api-key", viewer).statusCode())
          .isEqualTo(403);
      assertThat(send(APP, FLAGS, ANN, "x-api-key", viewer).statusCode()).isEqualTo(200);
      assertThat(send(APP, FLAGS + "/extraction", ANN, "X-API-Key", APP.key()).statusCode())
          .isEqualTo(200);
    }
  }

  private static HttpResponse<String> send(
      RunningApp app, String path, String body, String... headers)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + path))
              .headers(headers)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static HttpResponse<String> bulk(RunningApp app, String body, String tag)
      throws IOException, InterruptedException {
    return send(app, FLAGS, body, "authorization", "Bearer " + app.key(), "if-none-match", tag);
  }

  private static Map<String, String> reasons(JsonNode bulk) {
    Map<String, String> reasons = new TreeMap<>();
    for (JsonNode flag : bulk.required("flags")) {
      reasons.put(
          flag.required("key").stringValue(),
          flag.required("reason").stringValue() + " " + flag.required("variant").stringValue());
    }
    return reasons;
  }

  @Test
  void allFlagsComeWithATagThatHoldsUntilSomethingChanges() throws Exception {
    String url = Databases.url(Engine.SQLITE);
    try (RunningApp app = RunningApp.start(Map.of("storage.url", url));
        TestClient client = client(app)) {
      HttpResponse<String> first = bulk(app, ANN, "\"none\"");
      String tag = first.headers().firstValue("etag").orElseThrow();
      assertThat(tag).matches("\"[0-9a-f]{32}\"");
      for (String known : new String[] {tag, "W/" + tag, "\"a\", " + tag, "*"}) {
        HttpResponse<String> same = bulk(app, ANN, known);
        assertThat(same.statusCode()).as(known).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.headers().firstValue("etag")).contains(tag);
      }
      assertThat(bulk(app, ANN, tag.replace("\"", "")).statusCode()).isEqualTo(200);

      Experimenter experimenter = new Experimenter(client);
      experimenter.create("flagged", "\"segment\": {\"persona\": [\"nurse\"]}");
      experimenter.move("flagged", "start", "");
      HttpResponse<String> changed = bulk(app, ANN, tag);
      assertThat(changed.statusCode()).isEqualTo(200);
      String outside = changed.headers().firstValue("etag").orElseThrow();
      String nurse = ANN.replace("\"ann\"", "\"ann\", \"persona\": \"nurse\"");
      HttpResponse<String> inside = bulk(app, nurse, outside);
      assertThat(inside.statusCode()).isEqualTo(200);

      JsonNode bulk = client.post(FLAGS, nurse).json();
      String arm =
          client
              .post(
                  "/api/experiments/flagged/assign",
                  "{\"unit\": \"ann\", \"attributes\": {\"persona\": \"nurse\"}}")
              .json()
              .required("variant")
              .stringValue();
      String id = experimenter.route().at("/owner/id").stringValue();
      assertThat(reasons(bulk))
          .containsEntry("extraction", "SPLIT " + arm)
          .containsEntry("flagged", "SPLIT " + arm)
          .containsEntry(id, "SPLIT " + arm);
      assertThat(Exposed.rows(url, client)).as("nobody was exposed").isEmpty();

      JsonNode one = client.post(FLAGS + "/flagged", nurse).json();
      assertThat(bulk.required("flags").values()).contains(one);
      assertThat(Exposed.rows(url, client))
          .containsExactly(
              id + "|" + arm + "|" + one.required("value").stringValue() + "|evaluation|nurse|");
    }
  }

  @Test
  void answersWhileTheDatabaseIsAwayAndKeepsTheExposure() throws Exception {
    String url = Databases.url(Engine.POSTGRESQL);
    try (RunningApp app = RunningApp.start(Map.of("storage.url", url));
        TestClient client = client(app)) {
      Experimenter experimenter = new Experimenter(client);
      experimenter.create("flagged", "");
      experimenter.move("flagged", "start", "");
      JsonNode before = client.post(FLAGS + "/flagged", ANN).json();

      setReachable(url, false);
      assertThat(client.get("/health").json().at("/parts/database").stringValue())
          .startsWith("down");
      assertThat(client.post(FLAGS + "/flagged", ANN).json()).isEqualTo(before);
      Reply bob = client.post(FLAGS + "/flagged", ANN.replace("ann", "bob"));
      assertThat(bob.json().required("reason").stringValue()).isEqualTo("SPLIT");
      assertThat(client.post(FLAGS + "/nobody", ANN).status()).isEqualTo(404);
      assertThat(client.post(FLAGS, ANN).status()).isEqualTo(200);

      setReachable(url, true);
      assertThat(Exposed.rows(url, client)).hasSize(2);
    }
  }

  @Test
  void aFullSpoolStopsNobodyAndIsSeen() throws Exception {
    String url = Databases.url(Engine.POSTGRESQL);
    try (RunningApp app =
            RunningApp.start(
                Map.of(
                    "storage.url",
                    url,
                    "storage.connection_timeout",
                    "500ms",
                    "calls.spool.max_bytes",
                    "1MiB"));
        TestClient client = client(app)) {
      Experimenter experimenter = new Experimenter(client);
      experimenter.create("flagged", "");
      experimenter.move("flagged", "start", "");
      setReachable(url, false);
      fill(client);
      int kept = 0;
      JsonNode answer = client.post(FLAGS + "/flagged", user(kept)).json();
      while (!answer.required("metadata").has("exposure_lost")) {
        answer = client.post(FLAGS + "/flagged", user(++kept)).json();
      }

      assertThat(answer.required("reason").stringValue()).isEqualTo("SPLIT");
      JsonNode health = client.get("/health").json();
      assertThat(health.required("status").stringValue()).isEqualTo("degraded");
      assertThat(health.at("/parts/exposures").stringValue())
          .startsWith("down: 1 exposures were lost: ");
      assertThat(client.get("/metrics").body())
          .contains("ratchet_exposures_lost_total 1.0", "ratchet_exposures_written_total " + kept);

      setReachable(url, true);
      assertThat(Exposed.rows(url, client)).hasSize(kept);
      assertThat(client.post(FLAGS + "/flagged", user(kept)).json().required("metadata"))
          .noneMatch(JsonNode::isBoolean);
      assertThat(Exposed.rows(url, client)).as("made up for").hasSize(kept + 1);
      assertThat(client.get("/health").json().required("status").stringValue())
          .isEqualTo("healthy");
    }
  }

  /** Sends calls until not even a small one has room. */
  private static void fill(TestClient client) {
    for (int bytes : new int[] {900_000, 30_000, 3_000}) {
      String call = "{\"success\": true, \"response\": \"" + "x".repeat(bytes) + "\"}";
      Reply reply = client.post("/api/calls", call);
      while (reply.status() == 200) {
        reply = client.post("/api/calls", call);
      }
      assertThat(reply.status()).as(reply.body()).isEqualTo(429);
    }
  }

  private static String user(int number) {
    return ANN.replace("ann", "user-" + number);
  }

  private static void setReachable(String url, boolean reachable) throws SQLException {
    int name = url.lastIndexOf('/') + 1;
    URI server = URI.create(url);
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres",
                "postgres",
                "postgres");
        Statement statement = connection.createStatement()) {
      String database = url.substring(name);
      statement.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS " + reachable);
      if (!reachable) {
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                + database
                + "'");
      }
    }
  }
}
