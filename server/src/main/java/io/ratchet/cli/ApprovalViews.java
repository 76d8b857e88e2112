// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import tools.jackson.databind.JsonNode;

/** Requests, votes and protections as text. */
final class ApprovalViews {
  private static final String PENDING = "pending";

  private ApprovalViews() {}

  static String requests(JsonNode answer) {
    Table table =
        new Table(
            "request", "kind", "asset", "version", "status", "votes", "by", "asked", "reason");
    for (JsonNode one : answer.path("approvals")) {
      table.row(
          one.path("id"),
          one.path("kind"),
          one.path("asset"),
          one.path("version"),
          one.path("status"),
          approvals(one) + " of " + one.path("approvals_needed"),
          one.path("requested_by"),
          PromptViews.moment(one.path("requested_at")),
          one.path("reason"));
    }
    String more = PageOptions.more(answer);
    return table.isEmpty() && more.isEmpty() ? "no requests" : table + more;
  }

  private static long approvals(JsonNode request) {
    return request.path("votes").values().stream()
        .filter(vote -> vote.path("approves").asBoolean(false))
        .count();
  }

  static String request(JsonNode one) {
    Facts facts =
        new Facts()
            .add("request", one.path("id"))
            .add(one.path("kind").asString("asset"), one.path("asset"))
            .add("version", one.path("version"))
            .add("status", one.path("status"))
            .add("approvals", approvals(one) + " of " + one.path("approvals_needed"))
            .add("reason", one.path("reason"))
            .add("asked by", one.path("requested_by"))
            .add("asked", PromptViews.moment(one.path("requested_at")))
            .add("decided", PromptViews.moment(one.path("decided_at")));
    Table votes = new Table("by", "says", "at", "comment");
    for (JsonNode vote : one.path("votes")) {
      votes.row(
          vote.path("by"),
          vote.path("approves").asBoolean(false) ? "yes" : "no",
          PromptViews.moment(vote.path("at")),
          vote.path("comment"));
    }
    return votes.isEmpty() ? facts.toString() : facts + "\n" + votes;
  }

  static String asked(JsonNode one) {
    String id = one.path("id").asString("");
    return "asked for %s %s as %s; somebody else says: ratchet approvals approve %s"
        .formatted(one.path("asset").asString(""), one.path("version").asString(""), id, id);
  }

  static String answered(JsonNode one) {
    String status = one.path("status").asString("");
    String id = one.path("id").asString("");
    String version = one.path("asset").asString("") + " " + one.path("version").asString("");
    return switch (status) {
      case PENDING ->
          "%s has %d of %s approvals".formatted(id, approvals(one), one.path("approvals_needed"));
      case "approved" -> id + " is approved: " + version + " is in production";
      default -> id + " is " + status;
    };
  }

  static String protection(JsonNode one) {
    String asset = one.path("kind").asString("") + " " + one.path("asset").asString("");
    int needed = one.path("approvals").asInt(0);
    return needed == 0
        ? asset + " is no longer protected"
        : "promotions of the %s need %d of the others".formatted(asset, needed);
  }

  static String protections(JsonNode answer) {
    Table table = new Table("kind", "asset", "approvals");
    for (JsonNode one : answer.path("protections")) {
      table.row(one.path("kind"), one.path("asset"), one.path("approvals"));
    }
    return table.isEmpty() ? "nothing is protected" : table.toString();
  }
}
