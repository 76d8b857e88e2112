// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A server to talk to. */
public final class Connection implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final URI server;
  private final @Nullable String key;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  /**
   * Nothing is sent yet.
   *
   * @param key API key, or null where the server needs none
   */
  public Connection(URI server, @Nullable String key) {
    this.server = server;
    this.key = key;
  }

  public JsonNode get(String path) {
    return send("GET", path, null);
  }

  public JsonNode post(String path, JsonNode body) {
    return send("POST", path, body);
  }

  public JsonNode put(String path, JsonNode body) {
    return send("PUT", path, body);
  }

  public JsonNode delete(String path) {
    return send("DELETE", path, null);
  }

  private JsonNode send(String method, String path, @Nullable JsonNode body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(TIMEOUT)
            .header("accept", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
    if (body != null) {
      request.header("content-type", "application/json");
    }
    if (key != null) {
      request.header("authorization", "Bearer " + key);
    }
    return answer(exchange(request.build()));
  }

  private HttpResponse<byte[]> exchange(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw CommandFailure.unreachable(server, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.unreachable(server, new IOException("interrupted", e));
    }
  }

  private static JsonNode answer(HttpResponse<byte[]> response) {
    JsonNode body;
    try {
      body = response.body().length == 0 ? Json.object() : Json.mapper().readTree(response.body());
    } catch (JacksonException e) {
      throw new CommandFailure(
          CommandFailure.REFUSED,
          "the answer with status " + response.statusCode() + " is not JSON",
          "is this a Ratchet server?");
    }
    if (response.statusCode() >= 400) {
      throw CommandFailure.refused(response.statusCode(), body);
    }
    return body;
  }

  /** A path out of literal and variable segments, the variable ones encoded. */
  public static String path(String pattern, String... values) {
    String path = pattern;
    for (String value : values) {
      int open = path.indexOf('{');
      int close = path.indexOf('}', open);
      path = path.substring(0, open) + encode(value) + path.substring(close + 1);
    }
    return path;
  }

  /** A query string of the values that are not null. */
  public static String query(Map<String, ? extends @Nullable Object> values) {
    Map<String, Object> given = new LinkedHashMap<>();
    values.forEach((name, value) -> {
      if (value != null) {
        given.put(name, value);
      }
    });
    return given.isEmpty()
        ? ""
        : given.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue().toString()))
            .collect(Collectors.joining("&", "?", ""));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    client.close();
  }
}
