// SPDX-License-Identifier: Apache-2.0
package io.ratchet.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Moments;
import io.ratchet.base.Problem;
import io.ratchet.base.Project;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One request, its body read at most once and within the configured limit. */
public final class Request {
  /** The header that names a project; MLflow's clients send their workspace in it. */
  public static final String PROJECT = "x-mlflow-workspace";

  private final ServerRequest request;
  private final Map<String, String> parameters;
  private final String id;
  private final Body arriving;
  private byte @Nullable [] body;
  private @Nullable Caller caller;
  private boolean taken;

  Request(ServerRequest request, Map<String, String> parameters, String id, Body arriving) {
    this.request = request;
    this.parameters = parameters;
    this.id = id;
    this.arriving = arriving;
  }

  /** The id of this request, ours or the one its sender gave it. */
  public String id() {
    return id;
  }

  public String method() {
    return request.prologue().method().text();
  }

  public String path() {
    return request.path().path();
  }

  /** The segment that stands for {@code {name}} in the route's pattern, decoded. */
  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no {" + name + "} in the pattern of " + path());
    }
    return checked(name, value);
  }

  /** No name or value may hold what not every store can keep. */
  private static String checked(String name, String value) {
    if (value.indexOf('\0') >= 0) {
      throw Failure.invalid(
          name + " holds the character U+0000: " + Problem.shorten(value), "leave it out");
    }
    return value;
  }

  public Optional<String> query(String name) {
    return request.query().contains(name)
        ? Optional.of(checked(name, request.query().get(name))).filter(value -> !value.isEmpty())
        : Optional.empty();
  }

  /** All values of a name that the query repeats, in their order. */
  public List<String> queryAll(String name) {
    return request.query().contains(name)
        ? request.query().all(name).stream().map(value -> checked(name, value)).toList()
        : List.of();
  }

  /** The names that the query has values for. */
  public Set<String> queryNames() {
    return request.query().names();
  }

  /** A whole number from the query, or {@code absent}. */
  public int query(String name, int absent, int min, int max) {
    return query(name).map(text -> number(name, text, min, max)).orElse(absent);
  }

  /** A moment from the query. */
  public Optional<Instant> instant(String name) {
    return query(name).map(text -> moment(name, text));
  }

  private static Instant moment(String name, String text) {
    return Moments.parse(text)
        .orElseThrow(() ->
            Failure.invalid(
                name + " is not a time: " + Problem.shorten(text), "send " + Moments.EXPECTED));
  }

  private static int number(String name, String text, int min, int max) {
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw Failure.invalid(
          name + " must be a whole number, got " + Problem.shorten(text),
          "send " + name + " from " + min + " to " + max);
    }
    throw Failure.invalid(
        name + " must be from " + min + " to " + max + ", got " + text, "send a value within it");
  }

  public Optional<String> header(String name) {
    return request.headers().first(HeaderNames.create(name));
  }

  /**
   * Whose things this request is about: those of the project that its caller is bound to, else of
   * the one it names, else of the default one.
   */
  public Project project() {
    Project bound = caller().project();
    return bound == null ? namedProject().orElse(Project.DEFAULT) : bound;
  }

  /** The project that a request names itself. */
  public Optional<Project> namedProject() {
    return header(PROJECT).map(String::strip).filter(name -> !name.isEmpty()).map(Project::new);
  }

  public Caller caller() {
    if (caller == null) {
      throw new IllegalStateException("the gate has not been asked yet");
    }
    return caller;
  }

  void admit(Caller admitted) {
    this.caller = admitted;
  }

  /** The whole body, at most as long as the route's limit. */
  public byte[] body() {
    if (body == null) {
      body = unpacked();
    }
    return body;
  }

  /** The body as {@link #body}, as it was packed: its content encoding is the handler's matter. */
  public byte[] packedBody() {
    return read(arriving());
  }

  private byte[] unpacked() {
    return read(stream());
  }

  /**
   * The body while it arrives, for a handler that keeps nothing of it in memory. Whoever takes it
   * reads it once; reading on beyond the route's limit is refused, and a body that breaks off is an
   * {@link IOException}.
   */
  public InputStream stream() {
    String encoding = header("content-encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw Failure.invalid(
          "content-encoding " + Problem.shorten(encoding) + " is not supported",
          "send the body uncompressed");
    }
    return arriving();
  }

  private InputStream arriving() {
    if (taken) {
      throw new IllegalStateException("the body of " + path() + " is read already");
    }
    taken = true;
    return arriving;
  }

  private static byte[] read(InputStream body) {
    try {
      return body.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body as JSON; an empty body is refused. */
  public JsonNode json() {
    if (body().length == 0) {
      throw Failure.invalid("the body is empty", "send a JSON body");
    }
    return Json.read(body());
  }

  /** The body as the fields of one JSON object. */
  public Fields fields() {
    return Fields.of(json());
  }

  /**
   * The values of the query, overlaid by those of a form or a JSON object: for verbs that people
   * type by hand in any of the three. A body that begins with a brace or bracket is JSON.
   */
  public ObjectNode values() {
    ObjectNode values = Json.object();
    request.query().names().forEach(name -> values.put(name, request.query().get(name)));
    String text = new String(body(), StandardCharsets.UTF_8).strip();
    if (text.startsWith("{") || text.startsWith("[")) {
      JsonNode json = json();
      if (!(json instanceof ObjectNode object)) {
        throw Failure.invalid("the body is an array", "send one JSON object");
      }
      return values.setAll(object);
    }
    form(text, values);
    return values;
  }

  private void form(String text, ObjectNode values) {
    if (text.isEmpty()) {
      return;
    }
    String type = header("content-type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.startsWith("application/x-www-form-urlencoded")) {
      throw Failure.invalid(
          "the body is neither JSON nor a form", "send a JSON object, or name=value pairs");
    }
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Failure.invalid(
          "the form holds a bad escape: " + Problem.shorten(text),
          "percent-encode the form, as curl --data-urlencode does");
    }
  }
}
