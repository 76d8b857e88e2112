// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that are read while they arrive, and answers that are written while they are made. */
final class StreamingTest {
  private static final int LIMIT = 5_000_000;
  private static final byte[] FILE = "0123456789".getBytes(StandardCharsets.UTF_8);

  /** What the handler saw of bodies that broke off. */
  private final BlockingQueue<String> broken = new LinkedBlockingQueue<>();

  private final HttpServer server =
      new HttpServer(
              HttpConfig.local(0),
              List.of(
                  Route.put("/count", Access.VIEWER, this::count).withBodyLimit(LIMIT, "a.limit"),
                  Route.put("/refuse", Access.VIEWER, _ -> refuse()).withBodyLimit(1L << 40, "a"),
                  Route.get("/file", Access.VIEWER, StreamingTest::file),
                  Route.get("/large", Access.VIEWER, StreamingTest::large)),
              (_, _) -> new Caller("local", Access.ADMIN),
              new Ids(InstantSource.system(), RandomGenerator.getDefault()),
              new Traffic())
          .start();
  private final TestClient client = new TestClient(server.port());

  private Answer count(Request request) {
    long bytes = 0;
    byte[] buffer = new byte[8_192];
    try (InputStream in = request.stream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes += n;
      }
    } catch (IOException e) {
      broken.add(String.valueOf(e.getMessage()));
      throw new UncheckedIOException(e);
    }
    return Answer.text("text/plain", Long.toString(bytes));
  }

  private static Answer refuse() {
    throw Failure.conflict("it is taken", "take another");
  }

  private static Answer file(Request request) {
    Download.Source source =
        (offset, length, out) -> out.write(FILE, Math.toIntExact(offset), Math.toIntExact(length));
    return new Download("é \"f\".txt", "text/plain", FILE.length, "t1", source).answer(request);
  }

  /** More than an array can hold. */
  private static Answer large(Request request) {
    Download.Source source =
        (_, length, out) -> {
          byte[] zeros = new byte[1 << 20];
          for (long left = length; left > 0; left -= zeros.length) {
            out.write(zeros, 0, (int) Math.min(left, zeros.length));
          }
        };
    return new Download("large", "text/plain", 3L << 30, "t2", source).answer(request);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static String body(int length) {
    return "x".repeat(length);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 200, 0",
    "1, 200, 1",
    "5000000, 200, 5000000",
    "5000001, 413, raise a.limit",
  })
  void readsAsMuchAsItsRouteAllows(int length, int status, String part) {
    TestClient.Reply reply = client.send("PUT", "/count", body(length));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body()).contains(part);
    assertThat(client.send("PUT", "/count", "abc").body()).isEqualTo("3");
  }

  @Test
  void aBodyWithoutALengthIsRefusedWhereItGrowsTooLong() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/count"))
            .PUT(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(new byte[LIMIT + 1])))
            .build();
    try (HttpClient other = HttpClient.newHttpClient()) {
      assertThat(other.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(413);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Length: 100000, abc",
    "Transfer-Encoding: chunked, 3|abc|",
    "Transfer-Encoding: chunked, 5|ab",
  })
  void aBodyThatBreaksOffIsNeverTakenForOneThatEnded(String header, String sent) throws Exception {
    String start =
        "PUT /count HTTP/1.1\r\nHost: localhost\r\n"
            + header
            + "\r\n\r\n"
            + sent.replace("|", "\r\n");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(start.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    assertThat(broken.poll(20, TimeUnit.SECONDS)).contains("the body ");
  }

  @Test
  void aRefusalBeforeTheBodyIsReadArrivesAndTheConnectionLives() {
    for (int i = 0; i < 3; i++) {
      TestClient.Reply reply = client.send("PUT", "/refuse", body(20_000_000));

      assertThat(reply.status()).isEqualTo(409);
    }
    assertThat(client.send("PUT", "/nowhere", body(20_000_000)).status()).isEqualTo(404);
    assertThat(client.send("PUT", "/count", "abc").body()).isEqualTo("3");
  }

  @ParameterizedTest
  @CsvSource({
    "Expect: 100-continue|Content-Length: 1000",
    "Content-Length: 999999999999",
  })
  void nobodyIsAskedForABodyThatIsRefused(String headers) {
    String answer =
        client.raw(
            "PUT /refuse HTTP/1.1\r\nHost: localhost\r\n"
                + headers.replace("|", "\r\n")
                + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 409").containsIgnoringCase("connection: close");
    assertThat(answer).doesNotContain("100 Continue");
  }

  @Test
  void aBodyThatIsWantedIsAskedFor() {
    String answer =
        client.raw(
            "PUT /count HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                + "Content-Length: 3\r\n\r\nabc");

    assertThat(answer).startsWith("HTTP/1.1 100 Continue").contains("200").endsWith("3");
  }

  private String ask(String method, String path, String headers) {
    return client.raw(
        "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n"
            .formatted(method, path, headers));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-3, 206, 0-3/10, 0123",
    "bytes=8-, 206, 8-9/10, 89",
    "bytes=-3, 206, 7-9/10, 789",
    "bytes=-30, 206, 0-9/10, 0123456789",
    "bytes=5-500, 206, 5-9/10, 56789",
    "bytes=10-, 416, */10, ''",
    "bytes=-0, 416, */10, ''",
    "bytes=3-2, 200, '', 0123456789",
    "bytes=-, 200, '', 0123456789",
    "'bytes=0-1,3-4', 200, '', 0123456789",
    "lines=0-1, 200, '', 0123456789",
    "bytes=99999999999999999999-, 200, '', 0123456789",
  })
  void sendsTheRangeThatIsAskedFor(String range, int status, String sent, String body) {
    String answer = ask("GET", "/file", "Range: " + range + "\r\n");

    assertThat(answer).startsWith("HTTP/1.1 " + status).endsWith("\r\n\r\n" + body);
    assertThat(answer).containsIgnoringCase("content-length: " + body.length() + "\r\n");
    if (sent.isEmpty()) {
      assertThat(answer).doesNotContainIgnoringCase("content-range");
    } else {
      assertThat(answer).containsIgnoringCase("content-range: bytes " + sent + "\r\n");
    }
  }

  @Test
  void aRangeOfAnotherContentIsTheWholeFile() {
    String range = "Range: bytes=0-3\r\nIf-Range: ";

    assertThat(ask("GET", "/file", range + "\"t1\"\r\n")).startsWith("HTTP/1.1 206");
    assertThat(ask("GET", "/file", range + "\"t0\"\r\n")).startsWith("HTTP/1.1 200");
  }

  @Test
  void aFileIsAnAttachmentUnderItsName() {
    String answer = ask("GET", "/file", "");

    assertThat(answer)
        .containsIgnoringCase("x-content-type-options: nosniff")
        .containsIgnoringCase("accept-ranges: bytes")
        .containsIgnoringCase("etag: \"t1\"")
        .contains("attachment; filename=\"_ _f_.txt\"; filename*=UTF-8''%C3%A9%20%22f%22.txt")
        .doesNotContainIgnoringCase("transfer-encoding");
  }

  @Test
  void headSaysHowLongAFileIs() {
    String answer = ask("HEAD", "/large", "");

    assertThat(answer).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
    assertThat(answer).containsIgnoringCase("content-length: 3221225472");
  }

  @Test
  void sendsAFileThatNoArrayCanHold() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/large"))
            .timeout(Duration.ofMinutes(2))
            .build();
    try (HttpClient other = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> response =
          other.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(3L << 30);
      }
    }
  }
}
