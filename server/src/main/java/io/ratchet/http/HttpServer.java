// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Ids;
import io.ratchet.base.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The listening socket and the one path of every request: find the route, ask the gate, run the
 * handler on a virtual thread, write the answer. This is the single place where a {@link Failure}
 * becomes a response and where an unexpected exception is logged.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(HttpServer.class.getName());
  private static final int REQUEST_ID_LENGTH = 128;

  private final HttpConfig config;
  private final Route.BodyLimit usual;
  private final Router router;
  private final Gate gate;
  private final Ids ids;
  private final Traffic traffic;
  private final WebServer server;

  public HttpServer(HttpConfig config, List<Route> routes, Gate gate, Ids ids, Traffic traffic) {
    this.config = config;
    this.usual = new Route.BodyLimit(config.maxBodyBytes(), "server.max_body");
    this.router = new Router(routes);
    this.gate = gate;
    this.ids = ids;
    this.traffic = traffic;
    this.server = build();
  }

  private WebServer build() {
    return WebServer.builder()
        .host(config.host())
        .port(config.port())
        .shutdownHook(false)
        .maxPayloadSize(-1)
        .contentEncoding(new PackedBodies())
        .backlog(config.backlog())
        .shutdownGracePeriod(config.shutdownGrace())
        .idleConnectionTimeout(config.idleTimeout())
        .connectionOptions(
            SocketOptions.builder().tcpNoDelay(true).readTimeout(config.readTimeout()).build())
        .addProtocol(
            Http1Config.builder()
                .maxHeadersSize(config.maxHeaderBytes())
                .maxPrologueLength(config.maxHeaderBytes())
                .build())
        .directHandlers(directHandlers())
        .routing(HttpRouting.builder().any(this::handle))
        .build();
  }

  /** Requests that are not HTTP enough to reach a route are refused in the same words. */
  private DirectHandlers directHandlers() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    DirectHandler handler =
        (request, _, status, headers, message) -> {
          String shown = message == null ? status.reasonPhrase() : Problem.shorten(message);
          ErrorCode code = status.code() == 413 ? ErrorCode.TOO_LARGE : ErrorCode.INVALID;
          Failure failure =
              new Failure(code, "the request cannot be read: " + shown, "send valid HTTP/1.1");
          Answer.Whole whole = (Answer.Whole) router.errors(request.path()).refusal(failure);
          whole.headers().forEach((name, value) -> headers.set(HeaderNames.create(name), value));
          return DirectHandler.TransportResponse.builder()
              .status(Status.create(Math.max(whole.status(), status.code())))
              .headers(headers)
              .entity(whole.body())
              .build();
        };
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(type, handler);
    }
    return handlers.build();
  }

  public HttpServer start() {
    server.start();
    return this;
  }

  public int port() {
    return server.port();
  }

  /** Stops accepting, lets running requests finish within the grace period, then returns. */
  @Override
  public void close() {
    server.stop();
  }

  private void handle(ServerRequest received, ServerResponse response) {
    String id =
        received
            .headers()
            .first(HeaderNames.create("x-request-id"))
            .filter(HttpServer::isPlain)
            .orElseGet(ids::next);
    Body body = new Body(received);
    Answer answer = answer(received, body, id).withHeader("x-request-id", id);
    traffic.count(answer.status());
    if (received.prologue().method().text().equals("HEAD")) {
      answer = head(answer);
    }
    if (body.isToBeLeft()) {
      send(answer.withHeader("connection", "close"), response);
    } else {
      send(answer, response);
      drain(body);
    }
  }

  private static void drain(Body body) {
    try {
      if (!body.drain()) {
        throw new CloseConnectionException("the caller sends on and on");
      }
    } catch (IOException e) {
      throw new CloseConnectionException("the caller has gone", e);
    }
  }

  private Answer answer(ServerRequest received, Body body, String id) {
    String path = received.path().rawPathNoParams();
    ErrorShape errors = router.errors(path);
    try {
      return switch (router.find(received.prologue().method().text(), path)) {
        case Router.Match match -> {
          errors = match.route().errors();
          Request request = new Request(received, match.parameters(), id, body);
          request.admit(gate.admit(request, match.route()));
          body.limit(Objects.requireNonNullElse(match.route().bodyLimit(), usual));
          yield match.route().handler().handle(request);
        }
        case Router.Nothing nothing -> errors.unknownPath(nothing.failure());
        case Router.OtherMethods other ->
            errors.refusal(other.failure()).withHeader("allow", other.allowed());
      };
    } catch (Failure failure) {
      return errors.refusal(failure);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CallerGone gone) {
        throw new CloseConnectionException("the caller has gone", gone);
      }
      LOG.log(Level.ERROR, "request " + id + " failed", e);
      return errors.refusal(internal(id));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "request " + id + " failed", e);
      return errors.refusal(internal(id));
    }
  }

  private static Failure internal(String id) {
    return new Failure(
        ErrorCode.INTERNAL,
        "the server failed on this request",
        "look for request " + id + " in the server's log");
  }

  private static boolean isPlain(String id) {
    return id.length() <= REQUEST_ID_LENGTH && id.chars().allMatch(c -> c > 0x20 && c < 0x7F);
  }

  /** What a GET would be answered with, without its body. */
  private static Answer head(Answer answer) {
    Answer.Whole head = new Answer.Whole(answer.status(), answer.headers(), new byte[0]);
    return answer instanceof Answer.Whole whole
        ? head.withHeader("content-length", Integer.toString(whole.body().length))
        : head;
  }

  private static void send(Answer answer, ServerResponse response) {
    response.status(Status.create(answer.status()));
    for (Map.Entry<String, String> header : answer.headers().entrySet()) {
      response.header(header(header));
    }
    switch (answer) {
      case Answer.Whole whole -> response.send(whole.body());
      case Answer.Streamed streamed -> {
        try (OutputStream out = new CallerStream(response.outputStream())) {
          streamed.writer().writeTo(out);
        } catch (IOException e) {
          throw new CloseConnectionException("the caller has gone", e);
        }
      }
    }
  }

  private static Header header(Map.Entry<String, String> header) {
    return HeaderValues.create(HeaderNames.create(header.getKey()), header.getValue());
  }
}
