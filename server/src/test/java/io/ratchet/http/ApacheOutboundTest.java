// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApacheOutboundTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Outbound outbound =
      new ApacheOutbound(OutboundConfig.of(Duration.ofSeconds(2), PATIENCE, 4));

  @AfterEach
  void close() {
    outbound.close();
  }

  /** Answers every request of every connection with the same bytes. */
  private static final class Server implements AutoCloseable {
    final ServerSocket socket;
    final AtomicInteger connections = new AtomicInteger();
    final CountDownLatch peerClosed = new CountDownLatch(1);
    volatile String head = "";
    private final String answer;

    Server(String answer) throws IOException {
      this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answer);
    }

    Server(ServerSocket socket, String answer) {
      this.socket = socket;
      this.answer = answer;
      Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
      while (!socket.isClosed()) {
        try {
          Socket connection = socket.accept();
          connections.incrementAndGet();
          Thread.ofVirtual().start(() -> serve(connection));
        } catch (IOException e) {
          return; // closed
        }
      }
    }

    private void serve(Socket connection) {
      try (connection) {
        InputStream in = new BufferedInputStream(connection.getInputStream());
        StringBuilder request = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
          request.append((char) c);
          if (request.toString().endsWith("\r\n\r\n")) {
            head = request.toString();
            request.setLength(0);
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
          }
        }
      } catch (IOException e) {
        // the peer cut the connection
      } finally {
        peerClosed.countDown();
      }
    }

    URI uri(String scheme) {
      return URI.create(scheme + "://localhost:" + socket.getLocalPort() + "/path?a=b");
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Outbound.Message get(URI uri) {
    return new Outbound.Message("GET", uri, Map.of("x-one", "1"), new byte[0]);
  }

  private OutboundFault fault(URI uri, Duration deadline) {
    return catchThrowableOfType(
        OutboundFault.class,
        () -> {
          try (Outbound.Reply reply = outbound.send(get(uri), deadline)) {
            Outbound.readWhole(reply, 1000);
          }
        });
  }

  @Test
  void sendsOnceAsItIsAndUsesTheConnectionAgain() throws Exception {
    try (Server server =
        new Server(
            "HTTP/1.1 302 Found\r\nLocation: /other\r\nX-Two: a\r\nx-two: b\r\nset-cookie: c=d\r\n"
                + "Content-Length: 2\r\n\r\nok")) {
      for (int i = 0; i < 5; i++) {
        try (Outbound.Reply reply = outbound.send(get(server.uri("http")), PATIENCE)) {
          assertThat(reply.status()).isEqualTo(302);
          assertThat(reply.header("x-two")).hasValue("a, b");
          assertThat(Outbound.readWhole(reply, 2)).asString().isEqualTo("ok");
        }
      }
      assertThat(server.head)
          .startsWith("GET /path?a=b HTTP/1.1\r\n")
          .contains("x-one: 1\r\n")
          .doesNotContainIgnoringCase("cookie")
          .doesNotContainIgnoringCase("accept-encoding");
      assertThat(server.connections).hasValue(1);
    }
  }

  @Test
  void cutsAConnectionWhoseDeadlinePassesWithinTheBody() throws Exception {
    try (Server server = new Server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")) {
      OutboundFault fault = fault(server.uri("http"), Duration.ofMillis(200));

      assertThat(fault.kind()).isEqualTo(OutboundFault.Kind.TIMEOUT);
      assertThat(server.peerClosed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void cutsTheConnectionOfAnAnswerThatIsAborted() throws Exception {
    try (Server server = new Server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")) {
      Outbound.Reply reply = outbound.send(get(server.uri("http")), PATIENCE);

      reply.abort();

      assertThat(server.peerClosed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void doesNotWaitForTheRestOfAnAnswerThatIsClosed() throws Exception {
    try (Server server = new Server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")) {
      Outbound.Reply reply = outbound.send(get(server.uri("http")), PATIENCE);

      reply.close();

      assertThat(server.peerClosed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    URI gone;
    try (Server server = new Server("")) {
      gone = server.uri("http");
    }

    assertThat(fault(gone, PATIENCE).kind()).isEqualTo(OutboundFault.Kind.UNREACHABLE);
    assertThat(fault(URI.create("http://nobody.invalid/"), PATIENCE).kind())
        .isEqualTo(OutboundFault.Kind.UNREACHABLE);
  }

  @Test
  void refusesAnAnswerBeyondTheLimit() throws Exception {
    try (Server server =
        new Server("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + "x".repeat(2000))) {
      assertThat(fault(server.uri("http"), PATIENCE)).hasMessageContaining("longer than 1000");
    }
  }

  @Test
  void refusesAServerForWhichNobodyVouches(@TempDir Path folder) throws Exception {
    try (Server server =
        new Server(selfSigned(folder.resolve("keys")), "HTTP/1.1 200 OK\r\n\r\n")) {
      OutboundFault fault = fault(server.uri("https"), PATIENCE);

      assertThat(fault).isNotNull();
      assertThat(server.head).isEmpty();
    }
  }

  private static ServerSocket selfSigned(Path keys) throws Exception {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    String arguments =
        "-genkeypair -alias a -keyalg EC -dname CN=localhost -storetype PKCS12 -storepass secret"
            + " -keystore "
            + keys;
    Process process =
        new ProcessBuilder((tool + " " + arguments).split(" "))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, "secret".toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, "secret".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }
}
