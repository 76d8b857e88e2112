// SPDX-License-Identifier: Apache-2.0
package io.ratchet.history;

import io.ratchet.base.Json;
import io.ratchet.journal.Entry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An entry of the journal, read as a change of what stands where. What it does not move is null.
 *
 * @param alias that moved; champion where the production version did
 * @param version that was registered, moved between stages, deleted or asked for
 * @param fromVersion that the alias or, where none moved, the default stood for before
 * @param toVersion that it stands for since
 * @param fromStage of {@code version} before
 * @param toStage of {@code version} since
 */
record Change(
    Entry entry,
    @Nullable String alias,
    @Nullable String version,
    @Nullable String fromVersion,
    @Nullable String toVersion,
    @Nullable String fromStage,
    @Nullable String toStage) {
  private static final String ROUTE = "route.";

  /** Whether a version has to do with it. */
  boolean concerns(String other) {
    if (other.equals(version) || other.equals(fromVersion) || other.equals(toVersion)) {
      return true;
    }
    for (JsonNode served : entry.detail().path("versions")) {
      if (other.equals(served.path("version").asString(""))) {
        return true;
      }
    }
    return false;
  }

  ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("sequence", entry.sequence())
            .put("time", entry.time().toString())
            .put("type", entry.type())
            .put("actor", entry.actor())
            .put("reason", text(entry.detail(), "reason"))
            .put("alias", alias)
            .put("version", version)
            .put("from_version", fromVersion)
            .put("to_version", toVersion)
            .put("from_stage", fromStage)
            .put("to_stage", toStage)
            .put("approval", approval());
    json.set("route", entry.type().startsWith(ROUTE) ? route() : Json.mapper().nullNode());
    return json;
  }

  private @Nullable String approval() {
    String own = text(entry.detail(), "approval");
    return own == null ? text(entry.detail().path("evidence"), "approval") : own;
  }

  /** The route since then, and what its change was based on. */
  private ObjectNode route() {
    ObjectNode route = Json.object();
    for (String field : new String[] {"revision", "owner", "versions", "evidence"}) {
      JsonNode value = entry.detail().path(field);
      route.set(field, value.isMissingNode() ? Json.mapper().nullNode() : value);
    }
    return route;
  }

  /** A text of the journal; null where it says nothing. */
  static @Nullable String text(JsonNode detail, String field) {
    String text = detail.path(field).asString("");
    return text.isEmpty() ? null : text;
  }
}
