// SPDX-License-Identifier: Apache-2.0
package io.ratchet.history;

import io.ratchet.base.Json;
import io.ratchet.journal.Entry;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Stage;
import io.ratchet.routing.Route;
import io.ratchet.routing.RouteJson;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What stood where at a moment.
 *
 * @param route null before the first one
 * @param aliases by name; null where they were not asked for
 * @param stages by version; null where they were not asked for
 */
record Standing(
    Instant time,
    @Nullable Route route,
    @Nullable Map<String, Place> aliases,
    @Nullable Map<Semver, Place> stages) {

  /**
   * Where something stood, and since when, by whom and why; all null where that is not known.
   *
   * @param at a version, or a stage
   */
  record Place(
      @Nullable String at,
      @Nullable Instant since,
      @Nullable String actor,
      @Nullable String reason) {
    static final Place UNKNOWN = new Place(null, null, null, null);

    static Place of(@Nullable String at, Entry entry) {
      return new Place(at, entry.time(), entry.actor(), Change.text(entry.detail(), "reason"));
    }

    static Place of(Semver version, Route since) {
      String reason = since.reason().isEmpty() ? null : since.reason();
      return new Place(version.toString(), since.changedAt(), since.changedBy(), reason);
    }

    private void into(ObjectNode json) {
      json.put("since", since == null ? null : since.toString())
          .put("actor", actor)
          .put("reason", reason);
    }
  }

  /** The versions in a stage, or in any, with their places. */
  private Map<Semver, Place> in(@Nullable Stage stage, Map<Semver, Place> places) {
    Map<Semver, Place> found = new TreeMap<>(places);
    found.values().removeIf(place -> stage != null && !stage.label().equals(place.at()));
    return found;
  }

  /**
   * As answers show it.
   *
   * @param stage alone to show, null for all
   */
  ObjectNode json(String kind, String name, @Nullable Stage stage) {
    Semver production = route == null ? null : route.production();
    ObjectNode json =
        Json.object()
            .put(kind, name)
            .put("time", time.toString())
            .put("default_version", route == null ? null : route.defaultVersion().toString())
            .put("production_version", production == null ? null : production.toString());
    json.set("route", route == null ? Json.mapper().nullNode() : RouteJson.shown(kind, route));
    if (aliases != null) {
      ArrayNode array = json.putArray("aliases");
      aliases.forEach((alias, place) ->
          place.into(array.addObject().put("alias", alias).put("version", place.at())));
    }
    if (stages != null) {
      ArrayNode array = json.putArray("stages");
      in(stage, stages)
          .forEach((version, place) ->
              place.into(
                  array.addObject().put("version", version.toString()).put("stage", place.at())));
    }
    return json;
  }
}
