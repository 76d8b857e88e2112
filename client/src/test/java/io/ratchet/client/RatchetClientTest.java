// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RatchetClientTest {
  private final List<String> received = new ArrayList<>();
  private final HttpServer server;
  private final RatchetClient client;
  private volatile int status = 200;

  RatchetClientTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String key = String.valueOf(exchange.getRequestHeaders().getFirst("authorization"));
          received.add(exchange.getRequestURI() + " " + key + " " + body);
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    client = new RatchetClient(uri, "rk_secret", Duration.ofSeconds(10));
  }

  @AfterEach
  void close() {
    client.close();
    server.stop(0);
  }

  @Test
  void sendsOnlyWhatIsKnown() throws IOException {
    CallRecord call =
        CallRecord.of("model", "gnn", "v2.1.0", true)
            .id("a-1")
            .latency(Duration.ofMillis(40))
            .tag("site", "a\"b\n");

    client.record(List.of(call));

    assertThat(received)
        .containsExactly(
            "/api/calls Bearer rk_secret {\"calls\":[{\"kind\":\"model\",\"asset\":\"gnn\","
                + "\"version\":\"v2.1.0\",\"success\":true,\"id\":\"a-1\",\"latency_ms\":40.0,"
                + "\"tags\":{\"site\":\"a\\\"b\\u000a\"}}]}");
  }

  @Test
  void tellsARefusalFromAnOutage() {
    status = 400;
    assertThatThrownBy(() -> client.feedback("a-1", "label", 1))
        .isInstanceOf(RefusedException.class);

    status = 503;
    assertThatThrownBy(() -> client.feedback("a-1", "label", 1)).isInstanceOf(IOException.class);
  }

  @Test
  void refusesNumbersThatJsonDoesNotHave() {
    CallRecord call = CallRecord.of("model", "gnn", "1", true).score("auc", Double.NaN);

    assertThatThrownBy(() -> client.record(List.of(call)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }
}
