// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.tracking;

import io.ratchet.base.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** MLflow's endpoints as a client calls them. */
record Wire(HttpClient client, int port) {
  static final String API = "/api/2.0/mlflow/";

  JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + API + path))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.text(body)))
            .build();
    return answer(request);
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return answer(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + API + path)).build());
  }

  private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(request.uri() + " answered " + response.body());
    }
    return Json.parse(response.body());
  }

  String run(String group) throws IOException, InterruptedException {
    return post("runs/create", Json.object().put("experiment_id", group))
        .at("/run/info/run_id")
        .stringValue();
  }

  /** A batch of new points of ten metrics. */
  static ObjectNode batch(String run, int points, long firstStep) {
    ObjectNode body = Json.object().put("run_id", run);
    ArrayNode metrics = body.putArray("metrics");
    for (int i = 0; i < points; i++) {
      metric(metrics.addObject(), "m" + i % 10, i / 7.0, firstStep + i / 10);
    }
    return body;
  }

  static ObjectNode metric(ObjectNode metric, String key, double value, long step) {
    return metric.put("key", key).put("value", value).put("timestamp", step).put("step", step);
  }
}
