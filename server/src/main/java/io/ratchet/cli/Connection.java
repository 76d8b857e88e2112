// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A server to talk to, over connections that are kept open. Thread-safe. */
public final class Connection implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Duration LONG = Duration.ofMinutes(15);
  private static final Pattern FILE_NAME = Pattern.compile("filename=\"([A-Za-z0-9._-]+)\"");

  private final URI server;
  private final @Nullable String key;
  private final @Nullable String project;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  /**
   * Nothing is sent yet.
   *
   * @param key API key, or null where the server needs none
   */
  public Connection(URI server, @Nullable String key) {
    this(server, key, null);
  }

  /**
   * One for a project.
   *
   * @param project null for the one of the key, else the default one
   */
  Connection(URI server, @Nullable String key, @Nullable String project) {
    this.server = server;
    this.key = key;
    this.project = project;
  }

  /** What a server said, refusals included. */
  public record Reply(int status, JsonNode body, HttpHeaders headers) {
    public boolean isRefusal() {
      return status >= 400;
    }
  }

  /** The address of a server as people write it, with or without {@code http://}. */
  public static URI address(String text) {
    String url = text.contains("://") ? text : "http://" + text;
    try {
      URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (known && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw badAddress(text);
    }
    throw badAddress(text);
  }

  private static CommandFailure badAddress(String text) {
    return new CommandFailure(
        CommandFailure.USAGE,
        "not the address of a server: " + Problem.shorten(text),
        "give one such as http://127.0.0.1:8000");
  }

  public URI server() {
    return server;
  }

  public JsonNode get(String path) {
    return accepted(send("GET", path, null));
  }

  public JsonNode post(String path, JsonNode body) {
    return accepted(send("POST", path, body));
  }

  public JsonNode put(String path, JsonNode body) {
    return accepted(send("PUT", path, body));
  }

  public JsonNode delete(String path) {
    return accepted(send("DELETE", path, null));
  }

  /** Sends a form with files. */
  public JsonNode post(String path, FormBody form) {
    HttpRequest request =
        started(path, "application/json", LONG)
            .header("content-type", form.contentType())
            .POST(HttpRequest.BodyPublishers.ofByteArray(form.bytes()))
            .build();
    return accepted(read(exchange(request)));
  }

  /** An answer that is not JSON, as it came. */
  public byte[] bytes(String path) {
    HttpResponse<byte[]> response = exchange(started(path, "*/*", LONG).GET().build());
    if (response.statusCode() >= 400) {
      Reply refusal = read(response);
      throw CommandFailure.refused(refusal.status(), refusal.body());
    }
    return response.body();
  }

  /** Sends a file as it is, however large. */
  public void upload(String path, Path file) {
    HttpRequest request;
    try {
      request =
          started(path, "application/json", null)
              .header("content-type", "application/octet-stream")
              .PUT(HttpRequest.BodyPublishers.ofFile(file))
              .build();
    } catch (FileNotFoundException e) {
      throw new CommandFailure(CommandFailure.USAGE, file + " cannot be read", "check it", e);
    }
    var _ = accepted(read(exchange(request)));
  }

  /** Fetches a file, however large; nothing is there where it does not arrive whole. */
  public void download(String path, Path to) {
    HttpRequest request = started(path, "*/*", null).GET().build();
    Path part = to.resolveSibling(to.getFileName() + ".part");
    try {
      HttpResponse<byte[]> response =
          client.send(
              request,
              head ->
                  head.statusCode() >= 400
                      ? HttpResponse.BodySubscribers.ofByteArray()
                      : HttpResponse.BodySubscribers.mapping(
                          HttpResponse.BodySubscribers.ofFile(part), _ -> new byte[0]));
      if (response.statusCode() >= 400) {
        Reply refusal = read(response);
        throw CommandFailure.refused(refusal.status(), refusal.body());
      }
      Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw CommandFailure.unreachable(server, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.unreachable(server, new IOException("interrupted", e));
    } finally {
      boolean _ = part.toFile().delete();
    }
  }

  /**
   * Asks for a file and writes it as it arrives.
   *
   * @return how the server calls it; empty where it does not say
   */
  public String postInto(String path, OutputStream out) {
    HttpRequest request = request("POST", path, null, "*/*", LONG);
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() >= 400) {
          String refusal = new String(body.readAllBytes(), StandardCharsets.UTF_8);
          throw CommandFailure.refused(response.statusCode(), parsed(refusal, response));
        }
        body.transferTo(out);
      }
      Matcher name =
          FILE_NAME.matcher(response.headers().firstValue("content-disposition").orElse(""));
      return name.find() ? name.group(1) : "";
    } catch (IOException e) {
      throw CommandFailure.unreachable(server, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.unreachable(server, new IOException("interrupted", e));
    }
  }

  private static JsonNode accepted(Reply reply) {
    if (reply.isRefusal()) {
      throw CommandFailure.refused(reply.status(), reply.body());
    }
    return reply.body();
  }

  /** Sends one request and hands back whatever the server answers. */
  public Reply send(String method, String path, @Nullable JsonNode body) {
    return read(exchange(request(method, path, body, "application/json", TIMEOUT)));
  }

  /**
   * Sends a request whose answer comes as JSON lines, and hands each over as it comes.
   *
   * @return the last one
   */
  public JsonNode lines(String path, JsonNode body, Consumer<JsonNode> each) {
    try {
      HttpResponse<Stream<String>> response =
          client.send(
              request("POST", path, body, "application/x-ndjson, application/json", LONG),
              HttpResponse.BodyHandlers.ofLines());
      try (Stream<String> lines = response.body()) {
        if (response.statusCode() >= 400) {
          String refusal = lines.collect(Collectors.joining("\n"));
          throw CommandFailure.refused(response.statusCode(), parsed(refusal, response));
        }
        JsonNode[] last = {Json.object()};
        lines.forEach(line -> {
          last[0] = parsed(line, response);
          each.accept(last[0]);
        });
        return last[0];
      }
    } catch (IOException e) {
      throw CommandFailure.unreachable(server, e);
    } catch (UncheckedIOException e) {
      throw CommandFailure.unreachable(server, new IOException("the answer broke off", e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.unreachable(server, new IOException("interrupted", e));
    }
  }

  private HttpRequest request(
      String method, String path, @Nullable JsonNode body, String accept, Duration timeout) {
    HttpRequest.Builder request =
        started(path, accept, timeout)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
    if (body != null) {
      request.header("content-type", "application/json");
    }
    return request.build();
  }

  private HttpRequest.Builder started(String path, String accept, @Nullable Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path)).header("accept", accept);
    if (timeout != null) {
      request.timeout(timeout);
    }
    if (key != null) {
      request.header("authorization", "Bearer " + key);
    }
    if (project != null) {
      request.header("x-mlflow-workspace", project);
    }
    return request;
  }

  private HttpResponse<byte[]> exchange(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw CommandFailure.unreachable(server, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.unreachable(server, new IOException("interrupted", e));
    }
  }

  private Reply read(HttpResponse<byte[]> response) {
    String body = new String(response.body(), StandardCharsets.UTF_8);
    return new Reply(response.statusCode(), parsed(body, response), response.headers());
  }

  private JsonNode parsed(String body, HttpResponse<?> response) {
    int status = response.statusCode();
    try {
      return body.isEmpty() ? Json.object() : Json.mapper().readTree(body);
    } catch (JacksonException e) {
      throw new CommandFailure(
          CommandFailure.REFUSED,
          "the answer of " + server + " with status " + status + " is not JSON",
          "check that --server names a Ratchet server",
          e);
    }
  }

  /** A path out of literal and variable segments, the variable ones encoded. */
  public static String path(String pattern, String... values) {
    StringBuilder path = new StringBuilder();
    int from = 0;
    for (String value : values) {
      int open = pattern.indexOf('{', from);
      path.append(pattern, from, open).append(encode(value));
      from = pattern.indexOf('}', open) + 1;
    }
    return path.append(pattern, from, pattern.length()).toString();
  }

  /** A query string of the values that are not null. */
  public static String query(Map<String, ? extends @Nullable Object> values) {
    Map<String, Object> given = new LinkedHashMap<>();
    values.forEach((name, value) -> {
      if (value != null) {
        given.put(name, value);
      }
    });
    return given.isEmpty()
        ? ""
        : given.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue().toString()))
            .collect(Collectors.joining("&", "?", ""));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    client.close();
  }
}
