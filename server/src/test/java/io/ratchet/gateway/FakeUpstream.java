// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server on a real socket that answers each request with the next script, the last one over and
 * over. It writes what the script says, valid HTTP or not.
 */
final class FakeUpstream implements AutoCloseable {

  /** What arrived. */
  record Received(String method, String path, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** Writes one answer; returns whether the connection stays open. */
  @FunctionalInterface
  interface Script {
    boolean answer(Connection connection) throws IOException;
  }

  /** The connection a script writes to. */
  static final class Connection {
    private final InputStream in;
    private final OutputStream out;

    Connection(InputStream in, OutputStream out) {
      this.in = in;
      this.out = out;
    }

    Connection write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return this;
    }

    Connection chunk(String text) throws IOException {
      int length = text.getBytes(StandardCharsets.UTF_8).length;
      return write(Integer.toHexString(length) + "\r\n" + text + "\r\n");
    }

    /** Blocks until the other side closes; whatever it still sends is dropped. */
    void awaitClose() {
      try {
        while (in.read() >= 0) {}
      } catch (IOException e) {
        // closed the hard way
      }
    }
  }

  static final String COMPLETION =
      """
      {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-4o-2024-08-06",\
      "choices":[{"index":0,"message":{"role":"assistant","content":"Hello","refusal":null},\
      "logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":7,\
      "total_tokens":27,"prompt_tokens_details":{"cached_tokens":5},\
      "completion_tokens_details":{"reasoning_tokens":2}}}\
      """;

  private final ServerSocket server;
  private final ConcurrentLinkedQueue<Script> scripts = new ConcurrentLinkedQueue<>();
  private final LinkedBlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final Map<String, Script> byModel = new ConcurrentHashMap<>();
  private volatile Script last = json(200, COMPLETION);

  FakeUpstream() {
    try {
      server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
  }

  /** The answers of the next requests; the last of them also answers all that follow. */
  FakeUpstream script(Script... next) {
    scripts.clear();
    for (Script script : next) {
      scripts.add(script);
      last = script;
    }
    return this;
  }

  /** The answer of every request for a model, whatever else is scripted. */
  FakeUpstream model(String model, Script script) {
    byModel.put("\"model\":\"" + model + "\"", script);
    return this;
  }

  private Script next(Received request) {
    String text = request.text().replace("\": \"", "\":\"");
    for (Map.Entry<String, Script> entry : byModel.entrySet()) {
      if (text.contains(entry.getKey())) {
        return entry.getValue();
      }
    }
    Script script = scripts.poll();
    return script == null ? last : script;
  }

  /** The oldest request that was not taken yet. */
  Received take() throws InterruptedException {
    Received next = received.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no request arrived");
    }
    return next;
  }

  int waiting() {
    return received.size();
  }

  static Script json(int status, String body, String... headers) {
    return connection -> {
      connection.write(head(status, "application/json", body, headers) + body);
      return true;
    };
  }

  static String head(int status, String type, String body, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("content-type: ")
        .append(type)
        .append("\r\ncontent-length: ")
        .append(body.getBytes(StandardCharsets.UTF_8).length)
        .append("\r\n\r\n")
        .toString();
  }

  static final String STREAM_HEAD =
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

  /** A complete stream of these events. */
  static Script stream(String... events) {
    return connection -> {
      connection.write(STREAM_HEAD);
      for (String event : events) {
        connection.chunk(event);
      }
      connection.write("0\r\n\r\n");
      return true;
    };
  }

  /** A stream that stands still after the given events until a latch opens. */
  static Script streamUntil(CountDownLatch latch, String... events) {
    return connection -> {
      connection.write(STREAM_HEAD);
      for (String event : events) {
        connection.chunk(event);
      }
      await(latch);
      connection.write("0\r\n\r\n");
      return true;
    };
  }

  /** A stream whose connection breaks after the given events. */
  static Script cutStream(String... events) {
    return connection -> {
      connection.write(STREAM_HEAD);
      for (String event : events) {
        connection.chunk(event);
      }
      return false;
    };
  }

  /** Accepts the request and never answers. */
  static Script silence() {
    return connection -> {
      connection.awaitClose();
      return false;
    };
  }

  /** These bytes, whatever they are, then the end. */
  static Script raw(String bytes) {
    return connection -> {
      connection.write(bytes);
      return false;
    };
  }

  static Script hangUp() {
    return _ -> false;
  }

  static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody opened the latch");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      boolean open = true;
      while (open) {
        Received request = read(in);
        if (request == null) {
          return;
        }
        received.add(request);
        open = next(request).answer(new Connection(in, out));
      }
    } catch (IOException e) {
      // the gateway cut the connection, which some tests want
    }
  }

  private static @org.jspecify.annotations.Nullable Received read(InputStream in)
      throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    String[] parts = first.split(" ");
    return new Received(parts[0], parts[1], headers, body);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
