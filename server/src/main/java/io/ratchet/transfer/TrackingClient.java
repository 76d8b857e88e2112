// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.http.Outbound;
import io.ratchet.http.OutboundFault;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks a server that speaks MLflow's wire, and takes no for an answer after a few attempts. */
final class TrackingClient {
  private static final String PATH = "/api/2.0/mlflow/";
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts";
  private static final int LENGTH = 256 << 20;
  private static final int ATTEMPTS = 4;
  private static final Set<Integer> NOT_SERVED = Set.of(404, 405, 501);
  private static final Duration WHOLE_FILE = Duration.ofHours(6);

  private final String base;
  private final Outbound outbound;
  private final Duration timeout;
  private final Map<String, String> headers = new HashMap<>();

  TrackingClient(URI server, @Nullable String token, Outbound outbound, Duration timeout) {
    String port = server.getPort() < 0 ? "" : ":" + server.getPort();
    this.base = server.getScheme() + "://" + server.getHost() + port + server.getRawPath();
    this.outbound = outbound;
    this.timeout = timeout;
    headers.put("accept", "application/json");
    if (token != null) {
      headers.put("authorization", "Bearer " + token);
    } else if (server.getRawUserInfo() != null) {
      byte[] user =
          URLDecoder.decode(server.getRawUserInfo().replace("+", "%2B"), StandardCharsets.UTF_8)
              .getBytes(StandardCharsets.UTF_8);
      headers.put("authorization", "Basic " + Base64.getEncoder().encodeToString(user));
    }
  }

  JsonNode get(String path, Map<String, Object> query) {
    return send("GET", PATH + path + "?" + text(query), new byte[0], Map.of());
  }

  private static String text(Map<String, Object> query) {
    return query.entrySet().stream()
        .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue().toString()))
        .collect(Collectors.joining("&"));
  }

  /** The answer to a request, the path of which is whole; empty where it is not served. */
  Optional<JsonNode> find(String path, Map<String, Object> query) {
    return found("GET", path + "?" + text(query), new byte[0], Map.of(), NOT_SERVED::contains);
  }

  Optional<JsonNode> find(String path, JsonNode body) {
    Map<String, String> type = Map.of("content-type", "application/json");
    return found("POST", path, Json.bytes(body), type, NOT_SERVED::contains);
  }

  /** As {@link #find}, but whatever else the server says means that it has nothing. */
  Optional<JsonNode> tryOnce(String path, Map<String, Object> query) {
    return found("GET", path + "?" + text(query), new byte[0], Map.of(), _ -> true);
  }

  private Optional<JsonNode> found(
      String method,
      String path,
      byte[] body,
      Map<String, String> more,
      Predicate<Integer> isAbsent) {
    try {
      return Optional.of(send(method, path, body, more, isAbsent));
    } catch (Absent e) {
      return Optional.empty();
    }
  }

  /** The server does not know the path, or not what is asked for. */
  private static final class Absent extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** What a directory of artifacts holds. */
  JsonNode files(String directory) {
    return send("GET", FILES + "?path=" + encoded(directory), new byte[0], Map.of());
  }

  /** A file, as it arrives. */
  InputStream file(String path) throws IOException {
    String encoded = encoded(path).replace("%2F", "/");
    URI uri = URI.create(base + FILES + "/" + encoded);
    Outbound.Reply reply =
        outbound.send(new Outbound.Message("GET", uri, headers, new byte[0]), WHOLE_FILE);
    if (reply.status() != 200) {
      reply.abort();
      throw new IOException("the server answered with " + reply.status());
    }
    return new FilterInputStream(reply.body()) {
      @Override
      public void close() throws IOException {
        reply.close();
      }
    };
  }

  JsonNode post(String path, JsonNode body) {
    return send("POST", PATH + path, Json.bytes(body), Map.of("content-type", "application/json"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private JsonNode send(String method, String path, byte[] body, Map<String, String> more) {
    return send(method, path, body, more, _ -> false);
  }

  private JsonNode send(
      String method,
      String path,
      byte[] body,
      Map<String, String> more,
      Predicate<Integer> isAbsent) {
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(more);
    Outbound.Message message = new Outbound.Message(method, URI.create(base + path), all, body);
    Failure last = null;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try (Outbound.Reply reply = outbound.send(message, timeout)) {
        byte[] answer = Outbound.readWhole(reply, LENGTH);
        if (reply.status() == 200) {
          return Json.read(answer);
        }
        if (isAbsent.test(reply.status())) {
          throw new Absent();
        }
        last = refused(path, reply.status(), new String(answer, StandardCharsets.UTF_8));
        if (reply.status() < 500 && reply.status() != 429) {
          throw last;
        }
      } catch (OutboundFault e) {
        last =
            Failure.unavailable(
                base + " does not answer: " + e.getMessage(), "check its address", e);
      }
    }
    throw last == null ? new IllegalStateException("no attempt was made") : last;
  }

  private Failure refused(String path, int status, String answer) {
    String call = path.replaceFirst("\\?.*", "");
    return Failure.unavailable(
        "%s answered %s with %d: %s".formatted(base, call, status, Problem.shorten(answer)),
        "check that it is a tracking server, and the credentials",
        null);
  }
}
