// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/** Somebody who is told by webhook, notes everything, and answers as the test wants. */
final class Receiver implements AutoCloseable {
  private static final int PATIENCE = 1_500;

  private final HttpServer server;
  private final List<Told> told = new CopyOnWriteArrayList<>();
  private volatile IntUnaryOperator answers = _ -> 200;

  /** One request. */
  record Told(String id, String timestamp, String signature, String body, int answer) {
    JsonNode json() {
      return Json.parse(body);
    }

    String event() {
      return json().required("entity").stringValue()
          + "."
          + json().required("action").stringValue();
    }

    /** What its sender must have signed it with, worked out anew. */
    String expected(String secret) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        byte[] code = mac.doFinal((id + "." + timestamp + "." + body).getBytes(UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(code);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** Has an app tell it of aliases under a name, and waits for the first that it is told. */
  void install(RunningApp app, String name) {
    try (TestClient client = new TestClient(app.port(), app.key())) {
      String body =
          """
          {"name": "%s", "url": "%s", "events": [{"entity": "PROMPT_ALIAS", "action": "CREATED"}]}
          """
              .formatted(name, url());
      if (client.post("/api/2.0/mlflow/webhooks", body).status() != 200) {
        throw new AssertionError("the webhook was refused");
      }
      client.send("PUT", "/api/prompts/extraction/aliases/told", "{\"version\": \"v1.0.0\"}");
      var _ = await(1);
    }
  }

  /** The status of the nth request, from 0. */
  void answer(IntUnaryOperator statuses) {
    answers = statuses;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      int status;
      synchronized (this) {
        status = answers.applyAsInt(told.size());
        told.add(
            new Told(
                exchange.getRequestHeaders().getFirst("X-MLflow-Delivery-Id"),
                exchange.getRequestHeaders().getFirst("X-MLflow-Timestamp"),
                String.valueOf(exchange.getRequestHeaders().getFirst("X-MLflow-Signature")),
                body,
                status));
      }
      if (status / 100 == 3) {
        exchange.getResponseHeaders().set("location", url() + "/elsewhere");
      }
      byte[] answer = ("answer " + status).getBytes(UTF_8);
      exchange.sendResponseHeaders(status, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/told";
  }

  List<Told> told() {
    return List.copyOf(told);
  }

  /** Waits until there were that many requests. */
  List<Told> await(int count) {
    for (int i = 0; i < PATIENCE && told.size() < count; i++) {
      LockSupport.parkNanos(20_000_000);
    }
    if (told.size() < count) {
      throw new AssertionError("told " + told.size() + " times, not " + count + ": " + told);
    }
    return told();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
