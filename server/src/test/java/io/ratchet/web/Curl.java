// SPDX-License-Identifier: Apache-2.0
package io.ratchet.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The example request of an operation, as one would type it. */
public final class Curl {
  private Curl() {}

  static String of(Operation operation) {
    return of(operation, operation.bodyExample());
  }

  /** The same with this body. */
  static String of(Operation operation, JsonNode body) {
    boolean hasBody = !body.isMissingNode();
    StringBuilder line = new StringBuilder("curl -s");
    boolean stream = body.path("stream").asBoolean(false);
    line.append(stream ? "N" : "");
    if (!operation.method().equals(hasBody ? "POST" : "GET")) {
      line.append(" -X ").append(operation.method());
    }
    line.append(' ').append(quoted("http://localhost:8000" + path(operation)));
    if (hasBody) {
      line.append(" -d '").append(PrettyJson.of(body).replace("'", "'\\''")).append('\'');
    }
    return line.toString();
  }

  /** The path with the examples of its parameters in their places. */
  public static String path(Operation operation) {
    return path(operation, operation.path());
  }

  /** The same for a path that has some of its parameters already. */
  public static String path(Operation operation, String template) {
    String path = template;
    for (JsonNode parameter : operation.parameters("path")) {
      String name = "{" + parameter.path("name").asString("") + "}";
      path = path.replace(name, encoded(example(parameter)));
    }
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : operation.parameters("query")) {
      if (parameter.has("example")) {
        query.add(parameter.path("name").asString("") + "=" + encoded(example(parameter)));
      }
    }
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  private static String example(JsonNode parameter) {
    return parameter.path("example").asString("");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("%3A", ":");
  }

  private static String quoted(String url) {
    return url.contains("?") || url.contains("&") ? "'" + url + "'" : url;
  }
}
