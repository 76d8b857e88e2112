// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection to one Ratchet server; safe for use by many threads. */
public final class RatchetClient implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final URI server;
  private final @Nullable String key;
  private final Duration timeout;
  private final HttpClient client;

  /**
   * Nothing is sent yet.
   *
   * @param server such as {@code http://127.0.0.1:8000}
   * @param key API key, or null where the server needs none
   * @param timeout longest wait for one answer
   */
  public RatchetClient(URI server, @Nullable String key, Duration timeout) {
    this.server = server;
    this.key = key;
    this.timeout = timeout;
    this.client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  }

  /**
   * Records calls; when this returns they are on the server's disk.
   *
   * @param calls at most 10,000; all are taken or none
   * @throws IOException where the server cannot be reached or does not answer: send again
   * @throws RefusedException where the records are wrong
   */
  public void record(List<CallRecord> calls) throws IOException {
    post("/api/calls", Map.of("calls", calls.stream().map(CallRecord::fields).toList()));
  }

  /**
   * Adds a value that became known after a call: a label, a score, a thumbs-up.
   *
   * @param value a number, a boolean or a string
   */
  public void feedback(String callId, String name, Object value) throws IOException {
    post("/api/feedback", Map.of("call_id", callId, "name", name, "value", value));
  }

  private void post(String path, Object body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(timeout)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JsonText.of(body)));
    if (key != null) {
      request.header("authorization", "Bearer " + key);
    }
    HttpResponse<String> response = exchange(request.build());
    if (response.statusCode() >= 500) {
      throw new IOException("status " + response.statusCode() + ": " + response.body());
    }
    if (response.statusCode() >= 400) {
      throw new RefusedException(response.statusCode(), response.body());
    }
  }

  private HttpResponse<String> exchange(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + server, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
