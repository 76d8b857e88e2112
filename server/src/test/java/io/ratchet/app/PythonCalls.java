// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.app.TrackingClient.Reply;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The requests that MLflow's client for Python sends, one by one; bodies have single quotes. */
final class PythonCalls implements AutoCloseable {
  private static final String V3 = "/api/3.0/mlflow/";
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts";

  private final TrackingClient client;

  PythonCalls(RunningApp app, String... headers) {
    client = new TrackingClient(app, headers);
  }

  private JsonNode answered(String method, String path, @Nullable String body) {
    Reply reply = client.send(method, path, body == null ? null : body.replace('\'', '"'));
    assertThat(reply.status()).as("%s %s: %s", method, path, reply.body()).isEqualTo(200);
    return reply.json();
  }

  JsonNode get(String path) {
    return answered("GET", path, null);
  }

  JsonNode post(String path, String body) {
    return answered("POST", path, body);
  }

  JsonNode patch(String path, String body) {
    return answered("PATCH", path, body);
  }

  JsonNode delete(String path, String body) {
    return answered("DELETE", path, body);
  }

  JsonNode getV3(String path) {
    return answered("GET", V3 + path, null);
  }

  JsonNode postV3(String path, String body) {
    return answered("POST", V3 + path, body);
  }

  /** The error code by which the client chooses its exception. */
  String refused(String method, String path, @Nullable String body) {
    Reply reply = client.send(method, path, body == null ? null : body.replace('\'', '"'));
    assertThat(reply.status()).as(reply.body()).isBetween(400, 499);
    return reply.code();
  }

  void upload(String path, String content) {
    Reply reply = client.send("PUT", FILES + "/" + path, content, "text/plain");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }

  String download(String path) {
    Reply reply = client.get(FILES + "/" + path);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.body();
  }

  /** The entries of a folder: size by name, null for a folder. */
  Map<String, @Nullable Long> list(String path) {
    Map<String, @Nullable Long> files = new TreeMap<>();
    for (JsonNode file : get(FILES + "?path=" + TrackingClient.encoded(path)).path("files")) {
      boolean isFolder = file.path("is_dir").booleanValue();
      files.put(
          file.path("path").stringValue(), isFolder ? null : file.path("file_size").longValue());
    }
    return files;
  }

  /** A list of keys and values as a map. */
  static Map<String, String> pairs(JsonNode list) {
    Map<String, String> pairs = new TreeMap<>();
    list.forEach(one -> pairs.put(one.path("key").stringValue(), one.path("value").asString("")));
    return pairs;
  }

  @Override
  public void close() {
    client.close();
  }
}
