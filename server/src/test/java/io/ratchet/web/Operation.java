// SPDX-License-Identifier: Apache-2.0
package io.ratchet.web;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One verb on one path of the document.
 *
 * @param path the template, with {@code {name}} for a parameter
 * @param node the operation object, references to parameters and responses resolved
 */
public record Operation(String method, String path, JsonNode node) {
  public String id() {
    return node.path("operationId").asString("");
  }

  public String title() {
    return method + " " + path;
  }

  @Override
  public String toString() {
    return title();
  }

  /** The parameters of the path or of the query, in their order. */
  public List<JsonNode> parameters(String in) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode parameter : node.path("parameters")) {
      if (parameter.path("in").asString("").equals(in)) {
        found.add(parameter);
      }
    }
    return found;
  }

  /** The first example of the JSON body; a missing node where the operation takes none. */
  public JsonNode bodyExample() {
    return firstExample(node.path("requestBody").path("content").path("application/json"));
  }

  /** Every example of the JSON body. */
  public List<JsonNode> bodyExamples() {
    JsonNode media = node.path("requestBody").path("content").path("application/json");
    List<JsonNode> found = new ArrayList<>();
    media.path("examples").forEach(example -> found.add(example.path("value")));
    if (media.has("example")) {
      found.add(media.path("example"));
    }
    return found;
  }

  public JsonNode bodySchema() {
    return node.path("requestBody").path("content").path("application/json").path("schema");
  }

  static JsonNode firstExample(JsonNode media) {
    for (JsonNode example : media.path("examples")) {
      return example.path("value");
    }
    return media.path("example");
  }

  /**
   * How well a path fits the template: for each segment 2 for the same text and 1 for a parameter;
   * empty where it does not fit. The first difference decides between templates.
   */
  String fit(String actual) {
    String[] wanted = path.split("/", -1);
    String[] given = actual.split("/", -1);
    if (wanted.length != given.length) {
      return "";
    }
    StringBuilder fit = new StringBuilder("0");
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].equals(given[i])) {
        fit.append('2');
      } else if (wanted[i].startsWith("{") && !given[i].isEmpty()) {
        fit.append('1');
      } else {
        return "";
      }
    }
    return fit.toString();
  }
}
