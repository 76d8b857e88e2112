// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import io.ratchet.serving.OnnxFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The models that the examples of the document are about: small, real, and with some traffic. */
final class ExampleModels {
  private static final int CALLS = 300;

  private ExampleModels() {}

  /** Registers {@code churn} and {@code risk}, and records calls of the first. */
  static void install(RunningApp app) {
    try (TestClient client = new TestClient(app.port(), app.key())) {
      String sha256 = upload(app, OnnxFiles.logistic(-1, 0.02f, -0.01f));
      for (String version : new String[] {"1.0.0", "1.1.0", "2.0.0"}) {
        register(client, "churn", version, sha256);
      }
      register(client, "risk", "1.0.0", sha256);
      ArrayNode calls = Json.array();
      for (int i = 0; i < CALLS; i++) {
        ObjectNode call = calls.addObject();
        call.put("kind", "model").put("asset", "churn").put("version", "v1.1.0");
        call.put("success", true).put("prediction", i % 2).put("confidence", 0.8);
        call.putObject("features").put("age", 30 + i % 40).put("plan", i % 3 == 0 ? "pro" : "free");
      }
      assertThat(client.post("/api/calls", calls.toString()).status()).isEqualTo(200);
      requests(app, client);
    }
  }

  /** What a colleague asks for, since nobody decides what they asked for themselves. */
  private static void requests(RunningApp app, TestClient client) {
    client.send("PUT", "/api/protections/model/risk", "{\"approvals\": 1}");
    String key =
        client
            .post("/api/keys", "{\"name\": \"colleague\", \"role\": \"operator\"}")
            .json()
            .required("key")
            .stringValue();
    try (TestClient colleague = new TestClient(app.port(), key)) {
      for (String id : new String[] {"release-7", "release-8"}) {
        ObjectNode body = Json.object().put("id", id).put("kind", "model").put("asset", "risk");
        TestClient.Reply reply =
            colleague.post("/api/approvals", body.put("version", "v1.0.0").toString());
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
      }
    }
  }

  private static void register(TestClient client, String model, String version, String sha256) {
    ObjectNode body = Json.object().put("version", version);
    body.putObject("source").put("kind", "onnx").put("sha256", sha256).put("size_bytes", 1);
    ArrayNode features = body.putObject("signature").putArray("features");
    features.addObject().put("name", "Age").put("type", "number");
    features.addObject().put("name", "MMSE").put("type", "number");
    String path = "/api/models/" + model + "/versions";
    TestClient.Reply reply = client.post(path, body.toString());
    assertThat(reply.status()).as(reply.body()).isEqualTo(201);
  }

  private static String upload(RunningApp app, byte[] file) {
    URI uri = URI.create("http://127.0.0.1:" + app.port() + "/api/models/artifacts");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("authorization", "Bearer " + app.key())
            .header("content-type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(file))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      String body = http.send(request, BodyHandlers.ofString()).body();
      return Json.parse(body).required("sha256").stringValue();
    } catch (IOException e) {
      throw new AssertionError("the upload failed", e);
    } catch (InterruptedException e) {
      throw new AssertionError("the upload was interrupted", e);
    }
  }
}
