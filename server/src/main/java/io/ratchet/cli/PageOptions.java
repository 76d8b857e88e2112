// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** How much of a list, and from where. */
final class PageOptions {
  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many at most (default: 20).")
  private int limit = 20;

  @Option(
      names = "--page-token",
      paramLabel = "TOKEN",
      description = "Continue where an earlier list ended.")
  private @Nullable String token;

  void addTo(Map<String, @Nullable Object> query) {
    query.put("limit", limit);
    query.put("page_token", token);
  }

  /** The query of a list that takes nothing else. */
  String query() {
    Map<String, @Nullable Object> query = new LinkedHashMap<>();
    addTo(query);
    return Connection.query(query);
  }

  /** The line under a list that goes on, and nothing under one that is whole. */
  static String more(JsonNode answer) {
    String token = answer.path("next_page_token").asString("");
    return token.isEmpty() ? "" : "\nmore with --page-token " + token;
  }
}
