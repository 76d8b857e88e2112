// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Sends what MLflow's clients and OpenTelemetry's exporters send, byte by byte. */
final class TraceClient implements AutoCloseable {
  private final int port;
  private final String key;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  TraceClient(int port, String key) {
    this.port = port;
    this.key = key;
  }

  /** The answer to bytes. */
  record Bytes(int status, String contentType, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  static JsonNode parse(String json) {
    return Json.parse(json);
  }

  TestClient.Reply send(String method, String path, @Nullable String body) {
    HttpRequest.Builder request =
        request(path)
            .header("content-type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new TestClient.Reply(response.statusCode(), response.body(), response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes run groups, so that there are those from 0 to a number. */
  void makeGroups(int last) {
    for (int i = 1; i <= last; i++) {
      json("POST", "/api/2.0/mlflow/experiments/create", "{\"name\": \"group " + i + "\"}");
    }
  }

  private int started;

  /** Keeps a trace by MLflow's message, each a second after the one before. */
  void start(String id, String group, String more) {
    json(
        "POST",
        "/api/3.0/mlflow/traces",
        """
        {"trace": {"trace_info": {"trace_id": "%s", "trace_location": {"type": "MLFLOW_EXPERIMENT",
          "mlflow_experiment": {"experiment_id": "%s"}},
          "request_time": "2026-01-01T00:00:0%dZ"%s}}}
        """
            .formatted(id, group, ++started, more));
  }

  /** Sends spans by OTLP in JSON. */
  JsonNode spans(String group, String spans) {
    Bytes answer =
        post(
            "/v1/traces",
            ("{\"resourceSpans\": [{\"scopeSpans\": [{\"spans\": " + spans + "}]}]}")
                .getBytes(StandardCharsets.UTF_8),
            Map.of("content-type", "application/json", "x-mlflow-experiment-id", group));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return parse(answer.text());
  }

  /** The body of an answer that must be one of success. */
  JsonNode json(String method, String path, @Nullable String body) {
    TestClient.Reply reply = send(method, path, body);
    assertThat(reply.status()).as("%s %s: %s", method, path, reply.body()).isEqualTo(200);
    return reply.json();
  }

  Bytes post(String path, byte[] body, Map<String, String> headers) {
    HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Bytes(
          response.statusCode(),
          response.headers().firstValue("content-type").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(60))
        .header("authorization", "Bearer " + key);
  }

  @Override
  public void close() {
    client.close();
  }
}
