// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Json;
import io.ratchet.web.Curl;
import io.ratchet.web.OpenApi;
import io.ratchet.web.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Hostile requests to an operation, made from its description: every parameter and every field of
 * its body in turn gets values that it does not expect, while the rest is as in the example.
 */
final class Attacks {
  private static final int DEPTH = 4;
  private static final int MUTATIONS = 60;
  private static final String DEEP = "[".repeat(95) + "]".repeat(95);

  /** Values for names in paths and queries, not yet encoded. */
  private static final List<String> WORDS =
      List.of(
          "../../etc/passwd",
          "..",
          "%2e%2e%2f",
          "a/b",
          "a".repeat(300),
          "z".repeat(5_000),
          "v1.0.0-",
          "\u540d\u524d \u2713 \ud83d\ude00",
          "'; DROP TABLE journal; --",
          "<script>alert(1)</script>",
          "a\0b",
          "\0",
          "AA",
          " ",
          "a\nb",
          "-1",
          "0",
          "1e309",
          "99999999999999999999999999",
          "NaN",
          "null",
          "{}",
          "2026-13-45T99:99:99Z",
          "+1000000000-12-31T23:59:59.999999999Z",
          "-1000000000-01-01T00:00:00Z",
          "0000-01-01T00:00:00Z");

  /** Escapes that are no text at all. */
  private static final List<String> BAD_ESCAPES = List.of("%FF%FE", "%C3%28", "%ED%A0%80", "%F5");

  /** JSON for any field. */
  static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1.5",
          "1e999999999",
          "1e-999999999",
          "0e999999999",
          "\"1e-999999999\"",
          "9223372036854775808",
          "9".repeat(900),
          "\"\"",
          "\" \"",
          "\"x\"",
          "\"a\\u0000b\"",
          "\"\\ud800\"",
          "\"\\ud83d\\ude00\"",
          "\"" + "n".repeat(300) + "\"",
          "\"" + "h".repeat(100_000) + "\"",
          "\"../../etc/passwd\"",
          "\"'; DROP TABLE journal; --\"",
          "\"9999-99-99\"",
          "\"+1000000000-12-31T23:59:59.999999999Z\"",
          "[]",
          "[null]",
          "[[]]",
          "[1, \"a\", {}]",
          "{}",
          "{\"a\": {\"b\": [null]}}",
          "{\"\": 1}",
          "{\"a\\u0000b\": \"x\"}",
          "{\"" + "k".repeat(300) + "\": \"x\"}",
          DEEP);

  /** Whole bodies. */
  static final List<String> BODIES =
      List.of(
          "",
          " ",
          "{",
          "[",
          "}",
          "null",
          "true",
          "1",
          "\"text\"",
          "[]",
          "[[]]",
          "[null]",
          "{}",
          "{\"a\":1,\"a\":2}",
          "{\"a\":1} {\"b\":2}",
          "{\"a\":NaN}",
          "{\"a\":1,}",
          "{'a':1}",
          "\ufeff{}",
          "\0",
          "{\"a\":\"\u0001\"}",
          "a=b&c=%zz",
          "<xml/>",
          "[".repeat(50_000),
          "{\"a\":".repeat(50_000),
          "9".repeat(100_000));

  private final OpenApi api;
  private final Random chance;

  Attacks(OpenApi api, long seed) {
    this.api = api;
    this.chance = new Random(seed);
  }

  List<Attack> on(Operation operation) {
    List<Attack> attacks = new ArrayList<>();
    onPath(operation, attacks);
    onQuery(operation, attacks);
    if (!operation.bodySchema().isMissingNode()) {
      onBody(operation, attacks);
    }
    return attacks;
  }

  private static String example(Operation operation) {
    JsonNode example = operation.bodyExample();
    return example.isMissingNode() ? "" : Json.text(example);
  }

  private static void onPath(Operation operation, List<Attack> attacks) {
    String body = example(operation);
    for (JsonNode parameter : operation.parameters("path")) {
      String name = "{" + parameter.path("name").asString("") + "}";
      for (String value : encodedWords()) {
        String path = operation.path().replace(name, value);
        attacks.add(attack("path " + name, operation, Curl.path(operation, path), body));
      }
    }
  }

  private static void onQuery(Operation operation, List<Attack> attacks) {
    String body = example(operation);
    String path = Curl.path(operation);
    String joint = path.contains("?") ? "&" : "?";
    for (JsonNode parameter : operation.parameters("query")) {
      String name = parameter.path("name").asString("");
      String without = path.replaceFirst("([?&])" + name + "=[^&]*", "$1none=0");
      for (String value : encodedWords()) {
        String query = without + joint + name + "=" + value;
        attacks.add(attack("query " + name, operation, query, body));
      }
      String twice = without + joint + name + "=1&" + name + "=2";
      attacks.add(attack("query " + name + " twice", operation, twice, body));
    }
  }

  /** Words for paths and queries, encoded. */
  static List<String> encodedWords() {
    List<String> encoded = new ArrayList<>(BAD_ESCAPES);
    WORDS.forEach(
        word -> encoded.add(URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20")));
    return encoded;
  }

  private static Attack attack(String what, Operation operation, String path, String body) {
    return new Attack(what, operation.method(), path, body.isEmpty() ? null : body);
  }

  private void onBody(Operation operation, List<Attack> attacks) {
    String path = Curl.path(operation);
    attacks.add(new Attack("no body", operation.method(), path, null));
    for (String body : BODIES) {
      attacks.add(new Attack("body", operation.method(), path, body));
    }
    for (JsonNode example : operation.bodyExamples()) {
      ObjectNode base = hurried(operation, (ObjectNode) example.deepCopy());
      for (String where : places(operation.bodySchema(), base)) {
        attacks.add(
            new Attack("without " + where, operation.method(), path, changed(base, where, "")));
        for (String value : VALUES) {
          attacks.add(new Attack(where, operation.method(), path, changed(base, where, value)));
        }
      }
      attacks.add(
          new Attack("extra", operation.method(), path, changed(base, "/no_such_field", "1")));
      mutations(operation, Json.text(base), attacks);
    }
  }

  /** Chats ask the simulated provider not to take its time. */
  private static ObjectNode hurried(Operation operation, ObjectNode body) {
    if (operation.path().endsWith("/chat/completions")) {
      body.withObject("/ratchet/simulate").put("latency_ms", 0);
    }
    return body;
  }

  /** Pointers to every field that the example holds or the schema names. */
  private Set<String> places(JsonNode schema, JsonNode example) {
    Set<String> places = new TreeSet<>();
    held(example, "", places);
    named(schema, "", places, DEPTH);
    return places;
  }

  /** Pointers to every field that a body holds. */
  static void held(JsonNode node, String at, Set<String> places) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        String pointer = at + "/" + entry.getKey().replace("~", "~0").replace("/", "~1");
        places.add(pointer);
        held(entry.getValue(), pointer, places);
      }
    } else if (node.isArray() && !node.isEmpty()) {
      places.add(at + "/0");
      held(node.path(0), at + "/0", places);
    }
  }

  private void named(JsonNode unresolved, String at, Set<String> places, int depth) {
    JsonNode schema = api.resolve(unresolved);
    if (depth == 0) {
      return;
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      schema.path(choice).forEach(option -> named(option, at, places, depth));
    }
    for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
      String pointer = at + "/" + entry.getKey();
      places.add(pointer);
      named(entry.getValue(), pointer, places, depth - 1);
    }
  }

  /** The example with the value at a pointer replaced, or removed where the value is empty. */
  static String changed(ObjectNode example, String pointer, String value) {
    ObjectNode copy = example.deepCopy();
    String marker = "\"@@\"";
    String[] names = pointer.substring(1).split("/");
    JsonNode node = copy;
    for (int i = 0; i < names.length - 1; i++) {
      node = child(node, names[i]);
    }
    String last = names[names.length - 1].replace("~1", "/").replace("~0", "~");
    switch (node) {
      case ObjectNode object -> {
        object.remove(last);
        if (!value.isEmpty()) {
          object.put(last, "@@");
        }
      }
      case ArrayNode array -> {
        array.remove(0);
        if (!value.isEmpty()) {
          array.insert(0, "@@");
        }
      }
      case JsonNode _ -> throw new IllegalStateException("nothing to change at " + pointer);
    }
    return Json.text(copy).replace(marker, value);
  }

  private static JsonNode child(JsonNode node, String escaped) {
    String name = escaped.replace("~1", "/").replace("~0", "~");
    if (node instanceof ArrayNode array) {
      return array.path(0);
    }
    ObjectNode object = (ObjectNode) node;
    JsonNode next = object.path(name);
    return next.isContainer() ? next : object.putObject(name);
  }

  /** The example with some of its characters lost, doubled or replaced. */
  private void mutations(Operation operation, String example, List<Attack> attacks) {
    for (int i = 0; i < MUTATIONS; i++) {
      StringBuilder text = new StringBuilder(example);
      for (int changes = 1 + chance.nextInt(3); changes > 0; changes--) {
        int at = chance.nextInt(text.length());
        char other = text.charAt(chance.nextInt(text.length()));
        if (chance.nextBoolean()) {
          text.setCharAt(at, (char) (1 + chance.nextInt(0x250)));
        } else if (chance.nextBoolean()) {
          text.deleteCharAt(at);
        } else {
          text.insert(at, other);
        }
      }
      attacks.add(
          new Attack("mutation", operation.method(), Curl.path(operation), text.toString()));
    }
  }
}
