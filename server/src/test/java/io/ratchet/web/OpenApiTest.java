// SPDX-License-Identifier: Apache-2.0
package io.ratchet.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.TestClient;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The document of the HTTP surface is whole in itself, and the checker built on it sees faults. */
final class OpenApiTest {
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)\\}");

  private final OpenApi api = OpenApi.load();

  @Test
  void everyOperationSaysWhatItDoesAndWhoMay() {
    List<String> faults = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Operation operation : api.operations()) {
      JsonNode node = operation.node();
      String summary = node.path("summary").asString("");
      if (!summary.endsWith(".") || summary.length() > 90) {
        faults.add(operation.title() + ": its summary is not one short sentence");
      }
      boolean alias = operation.path().startsWith("/openai/");
      if (operation.id().isEmpty() || (!ids.add(operation.id()) && !alias)) {
        faults.add(operation.title() + ": its operationId is missing or used twice");
      }
      if (!Set.of("open", "viewer", "operator", "admin")
          .contains(node.path("x-access").asString(""))) {
        faults.add(operation.title() + ": x-access is not a role");
      }
      faults.addAll(tagFaults(operation));
      faults.addAll(responseFaults(operation));
    }
    assertThat(faults).isEmpty();
  }

  private List<String> tagFaults(Operation operation) {
    Set<String> known = new HashSet<>();
    api.document().path("tags").forEach(tag -> known.add(tag.path("name").asString("")));
    JsonNode tags = operation.node().path("tags");
    boolean one = tags.size() == 1 && known.contains(tags.path(0).asString(""));
    return one ? List.of() : List.of(operation.title() + ": needs one of the tags " + known);
  }

  /** What the room of the server refuses for every route is documented at every route. */
  private static List<String> responseFaults(Operation operation) {
    Set<String> wanted = new TreeSet<>(Set.of("5XX"));
    if (!operation.node().path("x-access").asString("").equals("open")) {
      wanted.addAll(Set.of("401", "403"));
    }
    if (!operation.node().path("requestBody").isMissingNode()) {
      wanted.addAll(Set.of("400", "413"));
    }
    if (!operation.node().path("parameters").isEmpty()) {
      wanted.add("400");
    }
    wanted.removeAll(operation.node().path("responses").propertyNames());
    return wanted.isEmpty() ? List.of() : List.of(operation.title() + ": lacks " + wanted);
  }

  @Test
  void theParametersOfEveryPathAreDescribed() {
    for (Operation operation : api.operations()) {
      Set<String> named = new TreeSet<>();
      Matcher matcher = PARAMETER.matcher(operation.path());
      while (matcher.find()) {
        named.add(matcher.group(1));
      }
      Set<String> described = new TreeSet<>();
      operation.parameters("path").forEach(p -> described.add(p.path("name").asString("")));

      assertThat(described).as(operation.title()).isEqualTo(named);
      for (JsonNode parameter : operation.node().path("parameters")) {
        assertThat(parameter.path("description").asString(""))
            .as(operation.title() + " " + parameter)
            .isNotEmpty();
      }
    }
  }

  @Test
  void everyReferencePointsAtSomething() {
    resolveAll(api.document());
  }

  private void resolveAll(JsonNode node) {
    api.resolve(node);
    node.forEach(this::resolveAll);
  }

  @Test
  void everyExampleIsWhatItsSchemaSays() {
    List<String> faults = new ArrayList<>();
    examples(api.document().path("paths"), "", faults);
    examples(api.document().path("components").path("responses"), "", faults);
    assertThat(faults).isEmpty();
  }

  private void examples(JsonNode node, String where, List<String> faults) {
    if (node.has("schema")) {
      List<JsonNode> examples = new ArrayList<>();
      node.path("examples").forEach(example -> examples.add(example.path("value")));
      if (node.has("example")) {
        examples.add(node.path("example"));
      }
      for (JsonNode example : examples) {
        api.schemaFaults(node.path("schema"), example)
            .forEach(fault -> faults.add(where + ": " + fault));
      }
    }
    node.properties()
        .forEach(entry -> examples(entry.getValue(), where + "/" + entry.getKey(), faults));
  }

  @Test
  void findsTheMostLiteralPath() {
    assertThat(api.find("GET", "/api/keys").orElseThrow().id()).isEqualTo("list_keys");
    assertThat(api.find("DELETE", "/api/keys/a%2Fb").orElseThrow().id()).isEqualTo("revoke_key");
    assertThat(api.find("GET", "/api/keys/a")).isEmpty();
    assertThat(api.find("GET", "/api/journal?limit=1")).isPresent();
  }

  @Test
  void seesEveryKindOfFault() {
    String entries = "{\"entries\": [], \"next_page_token\": null}";
    assertThat(faults("/api/journal", 200, "application/json", entries)).isEmpty();
    assertThat(faults("/api/journal", 418, "application/json", entries))
        .containsExactly("status 418 is not documented");
    assertThat(faults("/api/journal", 200, "text/plain", entries))
        .containsExactly("media type text/plain is not documented for status 200");
    assertThat(faults("/api/journal", 200, "application/json", "{\"entries\": []}"))
        .singleElement()
        .asString()
        .contains("next_page_token");
    assertThat(
            faults(
                "/api/journal",
                200,
                "application/json",
                "{\"entries\": [], \"next_page_token\": null, \"more\": 1}"))
        .singleElement()
        .asString()
        .contains("more");
    assertThat(faults("/api/journal", 200, "application/json", "{"))
        .singleElement()
        .asString()
        .contains("not JSON");
    assertThat(faults("/api/nothing", 200, "application/json", "{}"))
        .containsExactly("this method and path are not documented");
    assertThat(faults("/api/journal", 401, "application/problem+json", problem("401")))
        .containsExactly("header www-authenticate is missing");
  }

  @Test
  void unknownFieldsAreSeenWithinLists() {
    String entry =
        """
        {"entries": [{"sequence": 1, "time": "2026-11-21T08:00:00Z", "type": "t", "kind": null,
          "asset": null, "actor": "local", "detail": {"any": 1}, "surprise": true}],
         "next_page_token": null}
        """;
    assertThat(faults("/api/journal", 200, "application/json", entry))
        .singleElement()
        .asString()
        .contains("/entries/0")
        .contains("surprise");
    assertThat(
            faults(
                "/api/journal",
                200,
                "application/json",
                entry.replace(", \"surprise\": true", "").replace("2026-11-21T08", "today")))
        .singleElement()
        .asString()
        .contains("date-time");
  }

  private static String problem(String status) {
    return Json.text(
        Json.object()
            .put("type", "urn:ratchet:error:unauthenticated")
            .put("title", "unauthenticated")
            .put("status", Integer.parseInt(status))
            .put("detail", "an API key is needed")
            .put("code", "unauthenticated")
            .put("hint", "send one"));
  }

  private List<String> faults(String path, int status, String type, String body) {
    HttpHeaders headers = HttpHeaders.of(Map.of("content-type", List.of(type)), (_, _) -> true);
    return api.faults("GET", path, new TestClient.Reply(status, body, headers));
  }
}
