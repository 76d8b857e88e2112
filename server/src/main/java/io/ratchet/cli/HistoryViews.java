// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The past of prompts and models as text. */
final class HistoryViews {
  private HistoryViews() {}

  static String changes(JsonNode answer) {
    Table table = new Table("time", "what", "from", "to", "by", "reason");
    for (JsonNode change : answer.path("changes")) {
      boolean staged = !change.path("to_stage").isNull();
      boolean moved = !change.path("from_version").isNull() || !change.path("to_version").isNull();
      String from = staged ? "from_stage" : "from_version";
      String to = staged ? "to_stage" : moved ? "to_version" : "version";
      table.row(
          PromptViews.moment(change.path("time")),
          what(change),
          change.path(from),
          change.path(to),
          change.path("actor"),
          change.path("reason"));
    }
    String more = PageOptions.more(answer);
    return table.isEmpty() && more.isEmpty() ? "nothing happened" : table + more;
  }

  /** What moved: an alias, a version between stages, or the shares of the route. */
  private static String what(JsonNode change) {
    String type = change.path("type").asString("");
    String alias = change.path("alias").asString("");
    if (type.startsWith("route.")) {
      String shares =
          change.at("/route/versions").values().stream()
              .map(one -> one.path("version").asString("") + "=" + one.path("weight"))
              .collect(Collectors.joining(", "));
      return (alias.isEmpty() ? type : type + " " + alias)
          + (shares.isEmpty() ? "" : ": " + shares);
    }
    if (!alias.isEmpty()) {
      return type + " " + alias;
    }
    boolean staged = !change.path("to_stage").isNull();
    return staged ? type + " " + change.path("version").asString("") : type;
  }

  static String standing(JsonNode answer) {
    JsonNode aliases = answer.path("aliases");
    JsonNode stages = answer.path("stages");
    Table table = new Table("what", "version", "since", "by", "reason");
    if (!aliases.isMissingNode() && !stages.isMissingNode()) {
      JsonNode route = answer.path("route");
      table.row(
          "default",
          answer.path("default_version"),
          PromptViews.moment(route.path("changed_at")),
          route.path("changed_by"),
          route.path("reason"));
    }
    aliases.forEach(one -> place(table, "alias " + one.path("alias").asString(""), one));
    stages.forEach(one -> place(table, "stage " + one.path("stage").asString(""), one));
    return table.isEmpty() ? "nothing stood there then" : table.toString();
  }

  private static void place(Table table, String what, JsonNode one) {
    table.row(
        what,
        one.path("version"),
        PromptViews.moment(one.path("since")),
        one.path("actor"),
        one.path("reason"));
  }
}
