// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sends what MLflow's clients send: JSON with its content type, below their prefix. */
final class TrackingClient implements AutoCloseable {
  private static final String BASE = "/api/2.0/mlflow/";

  private final RunningApp app;
  private final List<String> headers;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  TrackingClient(RunningApp app, String... headers) {
    this(app, app.key(), List.of(headers));
  }

  private TrackingClient(RunningApp app, String key, List<String> headers) {
    this.app = app;
    this.headers = new ArrayList<>(headers);
    this.headers.addAll(List.of("authorization", "Bearer " + key));
  }

  /** One with another key than the first. */
  static TrackingClient with(RunningApp app, String key, String... headers) {
    return new TrackingClient(app, key, List.of(headers));
  }

  /** An answer of either shape. */
  record Reply(int status, String body) {
    JsonNode json() {
      return Json.parse(body);
    }

    String code() {
      return json().path("error_code").asString("");
    }

    String message() {
      return json().path("message").asString("");
    }
  }

  Reply get(String path) {
    return send("GET", path, null);
  }

  /** A body with single quotes for double ones. */
  Reply post(String path, String body) {
    return send("POST", path, body.replace('\'', '"'));
  }

  Reply send(String method, String path, @Nullable String body) {
    return send(method, path, body, "application/json");
  }

  Reply send(String method, String path, @Nullable String body, String contentType) {
    String full = path.startsWith("/") ? path : BASE + path;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + full))
            .timeout(Duration.ofSeconds(60))
            .headers(headers.toArray(String[]::new));
    if (body != null) {
      request.header("content-type", contentType);
    }
    request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * Looks for runs.
   *
   * @param more further fields of the body, with single quotes for double ones
   */
  Reply search(List<String> groups, String filter, List<String> order, String more) {
    ObjectNode body = Json.object();
    body.set("experiment_ids", Json.array(groups));
    body.put("filter", filter);
    body.set("order_by", Json.array(order));
    body.setAll((ObjectNode) Json.parse(more.replace('\'', '"')));
    return send("POST", "runs/search", body.toString());
  }

  /** A new run in a group; answers its id. */
  String run(String group) {
    return post("runs/create", "{'experiment_id': '" + group + "', 'start_time': 5}")
        .json()
        .at("/run/info/run_id")
        .stringValue();
  }

  /** A new group; answers its id. */
  String group(String name) {
    return post("experiments/create", "{'name': '" + name + "'}")
        .json()
        .path("experiment_id")
        .stringValue();
  }

  @Override
  public void close() {
    client.close();
  }
}
