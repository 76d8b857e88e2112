// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpServerTest {
  private static final Caller LOCAL = new Caller("local", Access.ADMIN);

  private final Traffic traffic = new Traffic();
  private final HttpServer server =
      new HttpServer(
              new HttpConfig(
                  "127.0.0.1",
                  0,
                  1000,
                  4096,
                  128,
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(5)),
              routes(),
              (_, _) -> LOCAL,
              new Ids(InstantSource.system(), RandomGenerator.getDefault()),
              traffic)
          .start();
  private final TestClient client = new TestClient(server.port());

  private static List<Route> routes() {
    return List.of(
        Route.get("/things/list", Access.VIEWER, _ -> Answer.text("text/plain", "list")),
        Route.get("/things/{name}", Access.VIEWER, r -> text(r.parameter("name"))),
        Route.get("/things/{name}/parts", Access.VIEWER, r -> text("parts " + r.parameter("name"))),
        Route.post("/echo", Access.VIEWER, r -> Answer.json(r.values())),
        Route.post("/json", Access.VIEWER, r -> Answer.json(r.json())),
        Route.get("/limit", Access.VIEWER, r -> text("" + r.query("limit", 10, 1, 100))),
        Route.get("/bug", Access.VIEWER, _ -> bug()),
        Route.get("/refuse", Access.VIEWER, _ -> refuse()),
        Route.get("/stream", Access.VIEWER, _ -> stream()));
  }

  private static Answer text(String text) {
    return Answer.text("text/plain", text);
  }

  private static Answer bug() {
    throw new IllegalStateException("secret detail");
  }

  private static Answer refuse() {
    throw Failure.conflict("it is taken", "take another");
  }

  private static Answer stream() {
    return new Answer.Streamed(
        200,
        Map.of("content-type", "text/event-stream"),
        out -> {
          for (int i = 0; i < 3; i++) {
            out.write(("data: " + i + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
          }
        });
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/things/list, 200, list",
    "/things/other, 200, other",
    "/things/list/parts, 200, parts list",
    "/things/a%2Fb, 200, a/b",
    "/things/..%2f..%2fetc, 200, ../../etc",
    "/limit, 200, 10",
    "/limit?limit=100, 200, 100",
    "/limit?limit=101, 400, limit must be from 1 to 100",
    "/limit?limit=ten, 400, limit must be a whole number",
    "/nothing, 404, there is nothing at /nothing",
    "/things, 404, there is nothing",
    "/echo, 405, use POST",
    "/refuse, 409, it is taken",
    "/stream, 200, data: 2",
  })
  void answers(String path, int status, String part) {
    TestClient.Reply reply = client.get(path);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body()).contains(part);
    assertThat(reply.headers().firstValue("x-request-id")).isPresent();
  }

  @Test
  void namesTheMethodsOfAPathThatHasOthersOnly() {
    assertThat(client.post("/things/list", "{}").headers().firstValue("allow"))
        .hasValue("GET, HEAD");
    assertThat(client.get("/echo").headers().firstValue("allow")).hasValue("POST");
  }

  @ParameterizedTest
  @CsvSource({
    "/wire/unknown, wire",
    "/wire, wire",
    "/wire/chat, wire",
    "/wire/chat/deeper/still, wire",
    "/wir, problem",
    "/both/unknown, problem",
    "/both/wire/unknown, wire",
    "/, problem",
  })
  void refusesAPathInTheShapeOfTheRoutesThatBeginLikeIt(String path, String shape) {
    ErrorShape wire = failure -> Answer.text("text/wire", failure.message());
    Route plain = Route.get("/both/plain", Access.VIEWER, _ -> text("plain"));
    try (HttpServer mixed =
            new HttpServer(
                    HttpConfig.local(0),
                    List.of(
                        Route.post("/wire/chat", Access.VIEWER, _ -> bug()).withErrors(wire),
                        Route.post("/both/wire/chat", Access.VIEWER, _ -> bug()).withErrors(wire),
                        plain),
                    (_, _) -> LOCAL,
                    new Ids(InstantSource.system(), RandomGenerator.getDefault()),
                    new Traffic())
                .start();
        TestClient caller = new TestClient(mixed.port())) {
      assertThat(caller.get(path).headers().firstValue("content-type").orElseThrow())
          .contains(shape);
    }
  }

  @Test
  void aBugIsAnsweredWithoutItsText() {
    TestClient.Reply reply = client.get("/bug");

    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.body()).contains("internal").doesNotContain("secret detail");
    assertThat(traffic.errors()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1} | 200 | {\"a\":1}",
        "{\"a\":1,\"a\":2} | 400 | not valid JSON at line 1",
        "{\"a\":1} x | 400 | not valid JSON",
        "{\"a\": | 400 | not valid JSON",
        "'' | 400 | the body is empty",
        "[1,2 | 400 | not valid JSON",
      })
  void readsJsonStrictly(String body, int status, String part) {
    TestClient.Reply reply = client.post("/json", body);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body()).contains(part);
  }

  @Test
  void refusesDeepNesting() {
    String deep = "[".repeat(Json.DEPTH_LIMIT + 1) + "]".repeat(Json.DEPTH_LIMIT + 1);

    assertThat(client.post("/json", deep).status()).isEqualTo(400);
  }

  @Test
  void refusesBodiesAboveTheLimitWithOrWithoutALength() {
    String large = "\"" + "x".repeat(2000) + "\"";
    assertThat(client.post("/json", large).status()).isEqualTo(413);

    String chunked =
        "POST /json HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + "7d0\r\n"
            + "x".repeat(2000)
            + "\r\n0\r\n\r\n";
    assertThat(client.raw(chunked)).contains(" 413 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/9.9~Host: a~~",
        "NONSENSE",
        "GET /\u0000 HTTP/1.1~Host: a~~",
        "GET / HTTP/1.1~Host: a~Content-Length: -5~~",
        "GET / HTTP/1.1~Bad Header: x~Host: a~~",
      })
  void malformedRequestsNeverGetAServerError(String request) {
    String raw = request.replace("~", "\r\n") + (request.contains("~") ? "" : "\r\n\r\n");

    assertThat(client.raw(raw)).doesNotContain(" 500 ");
  }

  @Test
  void hugeHeadersAreRefused() {
    String raw = "GET /limit HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(10_000) + "\r\n\r\n";

    assertThat(client.raw(raw)).matches("(?s)HTTP/1.1 4\\d\\d .*");
  }

  @Test
  void mergesQueryFormAndJson() {
    assertThat(client.post("/echo?winner=v1", "{\"conclusion\":\"x\"}").json())
        .isEqualTo(Json.parse("{\"winner\":\"v1\",\"conclusion\":\"x\"}"));
    assertThat(client.post("/echo", "no form").status()).isEqualTo(400);
  }
}
