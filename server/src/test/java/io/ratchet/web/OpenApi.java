// SPDX-License-Identifier: Apache-2.0
package io.ratchet.web;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The document {@code openapi.yaml}, and answers held against it. An answer is a fault where its
 * status is not documented, its media type is not, its body does not match the schema, it holds a
 * field that the schema does not name, or a required header is missing.
 */
public final class OpenApi implements TestClient.Check {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final String BASE = "urn:ratchet:openapi";
  private static final String COMPONENTS = "#/components/schemas/";
  private static final String PROBLEM = "application/problem+json";

  private final ObjectNode document;
  private final List<Operation> operations;
  private final SchemaRegistry registry =
      SchemaRegistry.withDialect(
          Dialects.getDraft202012(),
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder()
                      .formatAssertionsEnabled(true)
                      .locale(Locale.ROOT)
                      .build()));
  private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();
  private final AtomicInteger compiled = new AtomicInteger();
  private final JsonNode strictComponents;

  private OpenApi(ObjectNode document) {
    this.document = document;
    this.operations = operations(document);
    this.strictComponents = strict(document.path("components").path("schemas").deepCopy());
  }

  /** The document that the server ships. */
  public static OpenApi load() {
    try (InputStream in = WebApi.class.getResourceAsStream("/web/openapi.yaml")) {
      if (in == null) {
        throw new IllegalStateException("web/openapi.yaml is not on the class path");
      }
      return new OpenApi((ObjectNode) new YAMLMapper().readTree(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ObjectNode document() {
    return document;
  }

  /** Every operation in the order of the document. */
  public List<Operation> operations() {
    return operations;
  }

  private List<Operation> operations(ObjectNode document) {
    List<Operation> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      JsonNode item = resolve(path.getValue());
      for (Map.Entry<String, JsonNode> entry : item.properties()) {
        if (METHODS.contains(entry.getKey())) {
          ObjectNode node = (ObjectNode) entry.getValue().deepCopy();
          ArrayNode parameters = Json.array();
          item.path("parameters").forEach(p -> parameters.add(resolve(p)));
          node.path("parameters").forEach(p -> parameters.add(resolve(p)));
          node.set("parameters", parameters);
          if (node.has("requestBody")) {
            node.set("requestBody", resolve(node.path("requestBody")));
          }
          resolveResponses(node);
          String method = entry.getKey().toUpperCase(Locale.ROOT);
          found.add(new Operation(method, path.getKey(), node));
        }
      }
    }
    return List.copyOf(found);
  }

  private void resolveResponses(ObjectNode operation) {
    if (operation.get("responses") instanceof ObjectNode responses) {
      for (String status : List.copyOf(responses.propertyNames())) {
        responses.set(status, resolve(responses.path(status)));
      }
    }
  }

  /** What a reference within the document points at; the node itself where it is none. */
  public JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asString("");
    if (reference.isEmpty()) {
      return node;
    }
    String pointer = URLDecoder.decode(reference.substring(1), StandardCharsets.UTF_8);
    JsonNode target = document.at(pointer);
    if (target.isMissingNode()) {
      throw new IllegalStateException("the document has nothing at " + reference);
    }
    return resolve(target);
  }

  /**
   * The operation that serves a path. The most literal template that fits is the one, also where it
   * has other methods only.
   */
  Optional<Operation> find(String method, String path) {
    String bare = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
    String best =
        operations.stream()
            .map(operation -> operation.fit(bare))
            .max(Comparator.naturalOrder())
            .orElse("");
    return operations.stream()
        .filter(operation -> !best.isEmpty() && operation.fit(bare).equals(best))
        .filter(operation -> operation.method().equals(method))
        .findFirst();
  }

  @Override
  public void check(String method, String path, TestClient.Reply reply) {
    List<String> faults = faults(method, path, reply);
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "%s %s answered %d against openapi.yaml:%n  %s%n%s"
              .formatted(method, path, reply.status(), String.join("\n  ", faults), reply.body()));
    }
  }

  /** What an answer has that the document does not allow, or lacks that it promises. */
  public List<String> faults(String method, String path, TestClient.Reply reply) {
    Optional<Operation> operation = find(method, path);
    if (path.matches("/(ajax-)?api/[23]\\.0/.*")) {
      return List.of(); // MLflow's own reference describes these
    }
    if (operation.isEmpty()) {
      return reply.status() == 404 || reply.status() == 405
          ? refusalFaults(path, reply)
          : List.of("this method and path are not documented");
    }
    JsonNode response = response(operation.get(), reply.status());
    if (response.isMissingNode()) {
      return List.of("status " + reply.status() + " is not documented");
    }
    List<String> faults = new ArrayList<>(headerFaults(response, reply));
    String type = mediaType(reply);
    JsonNode media = response.path("content").path(type);
    if (media.isMissingNode()) {
      faults.add("media type " + type + " is not documented for status " + reply.status());
    } else {
      faults.addAll(mediaFaults(media, type, reply.body()));
    }
    return faults;
  }

  /** The faults of a refusal that belongs to no operation, in the shape of the paths beside it. */
  private List<String> refusalFaults(String path, TestClient.Reply reply) {
    boolean wire = path.matches("/(openai/)?v1(/.*)?");
    boolean flags = path.matches("/ofrep(/.*)?");
    boolean inference = path.matches("/v2(/.*)?");
    String response =
        wire ? "OpenAiInvalid" : flags ? "FlagInvalid" : inference ? "V2Invalid" : "Invalid";
    String type = wire || flags || inference ? "application/json" : PROBLEM;
    JsonNode media = document.at("/components/responses/" + response + "/content").path(type);
    return mediaType(reply).equals(type)
        ? mediaFaults(media, type, reply.body())
        : List.of("a refusal of " + path + " in " + mediaType(reply));
  }

  static JsonNode response(Operation operation, int status) {
    JsonNode responses = operation.node().path("responses");
    JsonNode exact = responses.path(Integer.toString(status));
    return exact.isMissingNode() ? responses.path(status / 100 + "XX") : exact;
  }

  private static String mediaType(TestClient.Reply reply) {
    String type = reply.headers().firstValue("content-type").orElse("none");
    return type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
  }

  private static List<String> headerFaults(JsonNode response, TestClient.Reply reply) {
    List<String> faults = new ArrayList<>();
    for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
      boolean required = header.getValue().path("required").asBoolean(false);
      if (required && reply.headers().firstValue(header.getKey()).isEmpty()) {
        faults.add("header " + header.getKey() + " is missing");
      }
    }
    return faults;
  }

  /** The faults of a body against the media type object that describes it. */
  List<String> mediaFaults(JsonNode media, String type, String body) {
    if (type.endsWith("ndjson")) {
      return body.lines().flatMap(line -> jsonFaults(line).stream()).toList();
    }
    if (type.endsWith("json")) {
      try {
        return schemaFaults(media.path("schema"), Json.parse(body));
      } catch (JacksonException e) {
        return List.of("the body is not JSON: " + e.getOriginalMessage());
      }
    }
    List<String> faults = new ArrayList<>();
    JsonNode events = media.path("x-event-schema");
    if (!events.isMissingNode()) {
      for (String line : body.lines().toList()) {
        if (line.startsWith("data: {")) {
          faults.addAll(schemaFaults(events, Json.parse(line.substring("data: ".length()))));
        }
      }
    }
    return faults;
  }

  private static List<String> jsonFaults(String line) {
    try {
      return Json.parse(line).isObject() ? List.of() : List.of("no object: " + line);
    } catch (JacksonException e) {
      return List.of("the line is not JSON: " + e.getOriginalMessage());
    }
  }

  /** The faults of a value against a schema of the document, unknown fields included. */
  List<String> schemaFaults(JsonNode schema, JsonNode value) {
    return schemas.computeIfAbsent(schema, this::compile).validate(value).stream()
        .map(OpenApi::shown)
        .toList();
  }

  private Schema compile(JsonNode schema) {
    ObjectNode whole = Json.object();
    whole.putArray("allOf").add(strict(schema.deepCopy()));
    whole.set("$defs", strictComponents);
    return registry.getSchema(SchemaLocation.of(BASE + ":" + compiled.incrementAndGet()), whole);
  }

  private static String shown(Error error) {
    return error.getInstanceLocation() + ": " + error.getMessage();
  }

  /**
   * Closes every object that names its properties, unless it says what else it may hold, and turns
   * references to where {@link #compile} puts the components.
   */
  private static JsonNode strict(JsonNode node) {
    if (node instanceof ObjectNode object) {
      if (object.get("$ref") instanceof StringNode reference) {
        object.put("$ref", reference.stringValue().replace(COMPONENTS, "#/$defs/"));
      }
      if (object.get("properties") instanceof ObjectNode && !object.has("additionalProperties")) {
        object.put("additionalProperties", false);
      }
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        if (!Set.of("example", "examples", "default", "enum", "const").contains(entry.getKey())) {
          strict(entry.getValue());
        }
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(OpenApi::strict);
    }
    return node;
  }
}
