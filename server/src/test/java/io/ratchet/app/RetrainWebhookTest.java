// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.serving.OnnxFiles;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A trainer elsewhere: it is asked, fetches its rows, registers a version and says so. */
@ParameterizedClass
@EnumSource(Engine.class)
final class RetrainWebhookTest {
  private final VirtualTime time = new VirtualTime(Instant.parse("2026-03-02T00:00:00Z"));
  private final RunningApp app;
  private final TestClient client;
  private final HttpServer trainer;
  private volatile Consumer<JsonNode> training = _ -> {};
  private volatile int answer = 202;

  RetrainWebhookTest(Engine engine) throws IOException {
    app = RunningApp.start(Map.of("storage.url", Databases.url(engine)), null, time.platform(1));
    client = new TestClient(app.port(), app.key());
    trainer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    trainer.createContext("/train", this::handle);
    trainer.start();
  }

  @AfterEach
  void close() {
    trainer.stop(0);
    client.close();
    app.close();
  }

  /** Does all its work before it answers, as a quick trainer may. */
  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = Json.parse(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      training.accept(request);
      exchange.sendResponseHeaders(answer, -1);
    }
  }

  private JsonNode post(String path, Object body) {
    TestClient.Reply reply = client.post(path, body.toString());
    assertThat(reply.status()).as(reply.body()).isIn(200, 201, 202);
    return reply.json();
  }

  /** Labels are 1 where Age + MMSE is above 0. */
  private String begin() {
    Random chance = new Random(5);
    ArrayNode calls = Json.array();
    ArrayNode labels = Json.array();
    for (int i = 0; i < 400; i++) {
      double age = chance.nextGaussian();
      double mmse = chance.nextGaussian();
      ObjectNode call = calls.addObject().put("id", "c" + i).put("kind", "model");
      call.put("asset", "risk").put("version", "v0.1.0").put("success", true);
      call.putObject("features").put("Age", age).put("MMSE", mmse);
      int truth = age + mmse > 0 ? 1 : 0;
      labels.addObject().put("call_id", "c" + i).put("name", "label").put("value", truth);
    }
    post("/api/calls", calls);
    post("/api/feedback", labels);
    String url = "http://127.0.0.1:" + trainer.getAddress().getPort() + "/train";
    TestClient.Reply put =
        client.send(
            "PUT",
            "/api/retraining/risk",
            """
            {"trainer": {"kind": "webhook", "url": "%s", "parameters": {"depth": 3}},
             "data": {"source": "traffic"}, "triggers": ["schedule"],
             "min_hours_between_retrains": 0, "canary": null}
            """
                .formatted(url));
    assertThat(put.status()).as(put.body()).isEqualTo(201);
    return force();
  }

  private String force() {
    return post("/api/retraining/risk/trigger", "{}").required("run_id").stringValue();
  }

  private JsonNode run(String id) {
    return client.get("/api/retraining/runs/" + id).json();
  }

  private JsonNode settle(String id) {
    for (int i = 0; i < 600; i++) {
      time.pass(Duration.ZERO);
      if (!run(id).required("finished_at").isNull()) {
        return run(id);
      }
      LockSupport.parkNanos(20_000_000);
    }
    throw new AssertionError("still " + run(id).toPrettyString());
  }

  /** Registers a model with these weights of Age and MMSE. */
  private void register(String version, float age, float mmse) {
    ObjectNode body = Json.object().put("version", version);
    body.putObject("source")
        .put("kind", "onnx")
        .put("sha256", upload(OnnxFiles.logistic(0, age, mmse)))
        .put("size_bytes", 1);
    ArrayNode features = body.putObject("signature").putArray("features");
    features.addObject().put("name", "Age").put("type", "number");
    features.addObject().put("name", "MMSE").put("type", "number");
    post("/api/models/risk/versions", body);
  }

  private String upload(byte[] file) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + app.port() + "/api/models/artifacts"))
            .header("authorization", "Bearer " + app.key())
            .header("content-type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(file))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      String body = http.send(request, BodyHandlers.ofString()).body();
      return Json.parse(body).required("sha256").stringValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aVersionThatTheTrainerRegistersIsJudgedAndPutToWork() {
    training =
        request -> {
          assertThat(request.required("model").stringValue()).isEqualTo("risk");
          assertThat(request.at("/parameters/depth").intValue()).isEqualTo(3);
          String train = client.get(request.required("train").stringValue()).body();
          assertThat(train.lines().findFirst().orElseThrow()).contains("Age", "MMSE", "label");
          assertThat(train.lines()).hasSize(321);
          assertThat(client.get(request.required("holdout").stringValue()).body().lines())
              .hasSize(81);
          boolean first = request.required("parent_version").isNull();
          String version = first ? "v1.0.0" : "v1.1.0";
          register(version, 4, first ? -4 : 4);
          post(request.required("complete").stringValue(), Json.object().put("version", version));
        };
    JsonNode first = settle(begin());
    assertThat(first.required("status").stringValue()).as(first.toString()).isEqualTo("PROMOTED");

    JsonNode second = settle(force());
    assertThat(second.required("status").stringValue())
        .as(second.toString())
        .isEqualTo("REGISTERED");
    assertThat(second.required("version").stringValue()).isEqualTo("v1.1.0");
    assertThat(second.at("/gates/2/figures/improvement_lower_bound").doubleValue())
        .isGreaterThan(0.3);
    assertThat(client.get("/api/models/risk").json().at("/aliases/challenger").stringValue())
        .isEqualTo("v1.1.0");
  }

  @Test
  void whatTheTrainerRefusesOrForgetsFails() {
    training =
        request ->
            post(
                request.required("complete").stringValue(),
                Json.object().put("failed", "no machine is free"));
    JsonNode said = settle(begin());
    assertThat(said.required("status").stringValue()).isEqualTo("FAILED");
    assertThat(said.required("message").stringValue()).contains("no machine is free");

    training = _ -> {};
    answer = 500;
    JsonNode refused = settle(force());
    assertThat(refused.required("status").stringValue()).isEqualTo("FAILED");
    assertThat(refused.required("message").stringValue()).contains("answered with status 500");

    answer = 202;
    String forgotten = force();
    for (int i = 0;
        i < 100 && !run(forgotten).required("status").stringValue().equals("RUNNING");
        i++) {
      time.pass(Duration.ZERO);
      LockSupport.parkNanos(20_000_000);
    }
    time.pass(Duration.ofMinutes(31));
    JsonNode late = settle(forgotten);
    assertThat(late.required("status").stringValue()).isEqualTo("FAILED");
    assertThat(late.required("message").stringValue()).contains("max_training_time");
  }
}
