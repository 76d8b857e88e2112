// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The other side over real sockets. It keeps a record once for each id, as the server does, and can
 * fall over after it has kept a batch and before it has said so.
 */
final class FakeServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, String> kept;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile boolean isSilent;
  private final AtomicInteger toLose = new AtomicInteger();
  private volatile int status = 200;
  private volatile String assignment = "{\"experiment\":\"e\",\"variant\":null,\"version\":\"v1\"}";

  FakeServer() throws IOException {
    this(0, new LinkedHashMap<>());
  }

  private FakeServer(int port, Map<String, String> kept) throws IOException {
    this.kept = kept;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** The same server after a restart, with what it kept. */
  FakeServer restarted() throws IOException {
    close();
    return new FakeServer(port(), kept);
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  /** Ids of records in the order in which they were kept. */
  List<String> ids() {
    synchronized (kept) {
      return List.copyOf(kept.keySet());
    }
  }

  /** Path, key and body of each request. */
  List<String> requests() {
    return requests;
  }

  void assigns(String json) {
    this.assignment = json;
  }

  void answers(int refusal) {
    this.status = refusal;
  }

  /** Keeps the next batches, and breaks the connection instead of saying so. */
  void loseAnswers(int count) {
    toLose.set(count);
  }

  void fallSilent() {
    isSilent = true;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getRawPath();
    requests.add(path + " " + exchange.getRequestHeaders().getFirst("authorization") + " " + body);
    if (isSilent) {
      return;
    }
    String answer = "{\"detail\":\"detail of " + status + "\"}";
    if (status == 200) {
      answer = path.endsWith("/assign") ? assignment : keep(body);
      if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IOException("the process was killed");
      }
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String keep(String body) {
    List<?> records = (List<?>) JsonReader.readObject(body).values().iterator().next();
    int accepted = 0;
    synchronized (kept) {
      for (Object record : records) {
        String id = String.valueOf(((Map<?, ?>) record).get("id"));
        accepted += kept.putIfAbsent(id, JsonText.of(record)) == null ? 1 : 0;
      }
    }
    return "{\"accepted\":" + accepted + ",\"duplicates\":" + (records.size() - accepted) + "}";
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
