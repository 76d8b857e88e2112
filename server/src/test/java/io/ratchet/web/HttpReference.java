// SPDX-License-Identifier: Apache-2.0
package io.ratchet.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The page {@code docs/reference/http.md}, written from the document. */
final class HttpReference {
  private static final String HEAD =
      """
      # HTTP reference

      <!-- Written from server/src/main/resources/web/openapi.yaml by HttpReferenceTest: change that file, then run
           mvn -pl server -am test -Dtest=HttpReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dratchet.update=true -->

      """;

  private final OpenApi api;
  private final StringBuilder page = new StringBuilder(HEAD);

  private HttpReference(OpenApi api) {
    this.api = api;
  }

  static String page(OpenApi api) {
    HttpReference reference = new HttpReference(api);
    reference.write();
    return reference.page.toString().strip() + "\n";
  }

  private void write() {
    page.append(api.document().path("info").path("description").asString("").strip());
    page.append("\n\n");
    for (JsonNode tag : api.document().path("tags")) {
      contents(tag.path("name").asString(""));
    }
    page.append("- [Refusals](#refusals)\n- [Objects](#objects)\n\n");
    for (JsonNode tag : api.document().path("tags")) {
      String name = tag.path("name").asString("");
      page.append("## ").append(name).append("\n\n");
      page.append(tag.path("description").asString("")).append("\n\n");
      operations(name).forEach(this::operation);
    }
    refusals();
    objects();
  }

  private List<Operation> operations(String tag) {
    return api.operations().stream()
        .filter(o -> o.node().path("tags").path(0).asString("").equals(tag))
        .filter(o -> !o.path().startsWith("/openai/") && !o.node().has("x-same-as"))
        .toList();
  }

  private void contents(String tag) {
    page.append("- [%s](#%s)\n".formatted(tag, anchor(tag)));
    for (Operation operation : operations(tag)) {
      String summary = operation.node().path("summary").asString("");
      page.append(
          "  - [%s](#%s): %s\n".formatted(operation.title(), anchor(operation.title()), summary));
    }
  }

  private void operation(Operation operation) {
    JsonNode node = operation.node();
    page.append("### ").append(operation.title()).append("\n\n");
    page.append(node.path("summary").asString("")).append(' ');
    page.append(role(node.path("x-access").asString(""))).append("\n\n");
    paragraph(node.path("description").asString(""));
    sameAs(operation);
    examples(operation);
    parameters(operation);
    body(node.path("requestBody"));
    List<String> refusals = new ArrayList<>();
    for (Map.Entry<String, JsonNode> answer : node.path("responses").properties()) {
      if (answer.getKey().startsWith("2")) {
        answer(answer.getKey(), answer.getValue());
      } else {
        refusals.add(refusal(answer.getKey(), answer.getValue()));
      }
    }
    page.append("**[Refused](#refusals) with** ").append(String.join(", ", refusals));
    page.append("\n\n");
  }

  /** A status, with what it means here where that is not what it means everywhere. */
  private String refusal(String status, JsonNode answer) {
    for (JsonNode common : api.document().path("components").path("responses")) {
      if (common.equals(answer)) {
        return status;
      }
    }
    String text = answer.path("description").asString("").strip();
    return status + " (" + text.replaceFirst("\\.$", "") + ")";
  }

  private void refusals() {
    page.append("## Refusals\n\n| status | when |\n|---|---|\n");
    Map<String, String> meanings = new TreeMap<>();
    for (Operation operation : api.operations()) {
      for (Map.Entry<String, JsonNode> answer : operation.node().path("responses").properties()) {
        String status = answer.getKey();
        if (!status.startsWith("2") && refusal(status, answer.getValue()).equals(status)) {
          String text = SchemaTable.cell(answer.getValue().path("description").asString(""));
          meanings.merge(
              status, text, (one, other) -> one.contains(other) ? one : one + " " + other);
        }
      }
    }
    meanings.forEach((status, text) -> page.append("| %s | %s |\n".formatted(status, text)));
    JsonNode invalid = api.document().at("/components/responses/Invalid/content");
    page.append("\nFor example:\n\n");
    invalid.forEach(this::example);
  }

  /** The other paths that do the same. */
  private void sameAs(Operation operation) {
    for (Operation other : api.operations()) {
      if (other.node().path("x-same-as").asString("").equals(operation.id())) {
        String summary = other.node().path("summary").asString("").replaceFirst("The same", "");
        page.append("`%s` does the same%s\n\n".formatted(other.title(), summary));
      } else if (other.path().equals("/openai" + operation.path())) {
        page.append("`%s` does the same.\n\n".formatted(other.title()));
      }
    }
  }

  private void examples(Operation operation) {
    JsonNode examples =
        operation.node().path("requestBody").path("content").path("application/json");
    if (examples.path("examples").isEmpty()) {
      curl(Curl.of(operation));
    }
    for (JsonNode example : examples.path("examples")) {
      paragraph(example.path("summary").asString(""));
      curl(Curl.of(operation, example.path("value")));
    }
  }

  private void curl(String command) {
    page.append("```sh\n").append(command).append("\n```\n\n");
  }

  private static String role(String access) {
    return access.equals("open") ? "Needs no key." : "Needs the role `" + access + "`.";
  }

  private void paragraph(String text) {
    if (!text.isBlank()) {
      page.append(text.strip()).append("\n\n");
    }
  }

  private void parameters(Operation operation) {
    JsonNode all = operation.node().path("parameters");
    if (all.isEmpty()) {
      return;
    }
    page.append("| parameter | in | type | meaning |\n|---|---|---|---|\n");
    for (JsonNode parameter : all) {
      page.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  parameter.path("name").asString(""),
                  parameter.path("in").asString(""),
                  SchemaTable.type(api, parameter.path("schema")),
                  SchemaTable.cell(parameter.path("description").asString(""))));
    }
    page.append('\n');
  }

  private void body(JsonNode request) {
    if (request.isMissingNode()) {
      return;
    }
    JsonNode schema = request.path("content").path("application/json").path("schema");
    String kind = SchemaTable.type(api, schema);
    page.append("**Body**")
        .append(request.path("required").asBoolean(false) ? "" : " (may be absent)")
        .append(kind.startsWith("object") ? "" : ": " + kind)
        .append("\n\n");
    paragraph(request.path("description").asString(""));
    page.append(SchemaTable.of(api, schema));
  }

  private void answer(String status, JsonNode answer) {
    page.append("**Answers ").append(status).append("**: ");
    page.append(answer.path("description").asString("").strip()).append("\n\n");
    headers(answer.path("headers"));
    for (Map.Entry<String, JsonNode> media : answer.path("content").properties()) {
      JsonNode schema = media.getValue().path("schema");
      String kind = SchemaTable.type(api, schema);
      if (!media.getKey().equals("application/json")) {
        page.append("As `").append(media.getKey()).append("`.\n\n");
      } else if (!kind.startsWith("object")) {
        page.append("The body is ").append(kind).append(".\n\n");
      }
      page.append(SchemaTable.of(api, schema));
      example(media.getValue());
    }
  }

  private void headers(JsonNode headers) {
    if (headers.isMissingNode()) {
      return;
    }
    page.append("| header | meaning |\n|---|---|\n");
    for (Map.Entry<String, JsonNode> header : headers.properties()) {
      String text = header.getValue().path("description").asString("");
      page.append("| `%s` | %s |\n".formatted(header.getKey(), SchemaTable.cell(text)));
    }
    page.append('\n');
  }

  private void example(JsonNode media) {
    JsonNode example = Operation.firstExample(media);
    if (!example.isMissingNode()) {
      boolean text = example.isString();
      page.append(text ? "```\n" : "```json\n")
          .append(text ? example.stringValue().strip() : PrettyJson.of(example))
          .append("\n```\n\n");
    }
  }

  private void objects() {
    page.append("## Objects\n\n");
    for (Map.Entry<String, JsonNode> schema :
        api.document().path("components").path("schemas").properties()) {
      String table = SchemaTable.of(api, schema.getValue());
      if (!table.isEmpty()) {
        page.append("### ").append(schema.getKey()).append("\n\n");
        paragraph(schema.getValue().path("description").asString(""));
        page.append(table);
      }
    }
  }

  /** The anchor that Markdown readers give a heading. */
  static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
  }
}
