// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The past of routes as text. */
final class RouteViews {
  private RouteViews() {}

  static String history(JsonNode answer) {
    Table table = new Table("revision", "versions", "segments", "changed", "by", "reason");
    for (JsonNode route : answer.path("revisions")) {
      table.row(
          route.path("revision"),
          route.path("versions").values().stream()
              .map(one -> one.path("version").asString("") + "=" + one.path("weight"))
              .collect(Collectors.joining(", ")),
          PromptViews.words(route.path("segments")),
          PromptViews.moment(route.path("changed_at")),
          route.path("changed_by"),
          route.path("reason"));
    }
    return table.isEmpty() ? "no revisions yet" : table + PageOptions.more(answer);
  }
}
