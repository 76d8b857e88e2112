// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.base.Json;
import io.ratchet.registry.Semver;
import io.ratchet.routing.Arm.Range;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Routes as JSON: in answers and journal entries, and, with their buckets, in the database. */
public final class RouteJson {
  private static final int SHARE_SCALE = 6;

  private RouteJson() {}

  /** As answers and journal entries show it. */
  public static ObjectNode shown(String kind, Route route) {
    ObjectNode json =
        Json.object()
            .put(kind, route.name())
            .put("revision", route.revision())
            .put("previous_revision", route.previous());
    json.set("owner", owner(route.owner()));
    json.set("versions", shares(route.arms()));
    ArrayNode segments = json.putArray("segments");
    for (Segment segment : route.segments()) {
      ObjectNode shown = segments.addObject().put("name", segment.name());
      shown.set("criteria", Criteria.json(segment.criteria()));
      shown.set("versions", shares(segment.arms()));
    }
    return json.put("salt", route.salt())
        .put("production_version", text(route.production()))
        .put("default_version", route.defaultVersion().toString())
        .put("changed_at", route.changedAt().toString())
        .put("changed_by", route.changedBy())
        .put("reason", route.reason().isEmpty() ? null : route.reason());
  }

  private static ArrayNode shares(List<Arm> arms) {
    ArrayNode array = Json.array();
    for (Arm arm : arms) {
      ObjectNode share =
          array.addObject().put("version", arm.version().toString()).put("weight", share(arm));
      if (arm.variant() != null) {
        share.put("variant", arm.variant());
      }
    }
    return array;
  }

  private static BigDecimal share(Arm arm) {
    BigDecimal share = BigDecimal.valueOf(arm.parts(), SHARE_SCALE).stripTrailingZeros();
    return share.scale() < 0 ? share.setScale(0) : share;
  }

  private static @Nullable String text(@Nullable Semver version) {
    return version == null ? null : version.toString();
  }

  /** What the database keeps beside the columns. */
  static ObjectNode body(Route route) {
    ObjectNode json = Json.object();
    json.set("owner", owner(route.owner()));
    json.set("arms", arms(route.arms()));
    ArrayNode segments = json.putArray("segments");
    for (Segment segment : route.segments()) {
      ObjectNode kept = segments.addObject().put("name", segment.name());
      kept.set("criteria", Criteria.json(segment.criteria()));
      kept.set("arms", arms(segment.arms()));
    }
    return json.put("salt", route.salt());
  }

  private static ArrayNode arms(List<Arm> arms) {
    ArrayNode array = Json.array();
    for (Arm arm : arms) {
      ObjectNode kept =
          array.addObject().put("version", arm.version().toString()).put("variant", arm.variant());
      ArrayNode ranges = kept.putArray("ranges");
      arm.ranges().forEach(range -> ranges.addArray().add(range.from()).add(range.to()));
    }
    return array;
  }

  static List<Arm> readArms(JsonNode array) {
    List<Arm> arms = new ArrayList<>();
    for (JsonNode arm : array) {
      List<Range> ranges = new ArrayList<>();
      for (JsonNode range : arm.required("ranges")) {
        ranges.add(new Range(range.required(0).intValue(), range.required(1).intValue()));
      }
      arms.add(
          new Arm(
              Semver.parse(arm.required("version").stringValue()),
              arm.required("variant").stringValue(null),
              ranges));
    }
    return arms;
  }

  static List<Segment> readSegments(JsonNode array) {
    List<Segment> segments = new ArrayList<>();
    for (JsonNode segment : array) {
      segments.add(
          new Segment(
              segment.required("name").stringValue(),
              Criteria.parse(segment.required("criteria")),
              readArms(segment.required("arms"))));
    }
    return segments;
  }

  private static JsonNode owner(Owner owner) {
    return switch (owner) {
      case Owner.Nobody _ -> Json.mapper().nullNode();
      case Owner.Experiment(String id, String name, boolean remembers) -> {
        ObjectNode json = Json.object().put("kind", "experiment").put("id", id).put("name", name);
        yield remembers ? json.put("remembers", true) : json;
      }
      case Owner.Rollout rollout -> Json.object().put("kind", "rollout").put("id", rollout.id());
      case Owner.Bandit bandit -> Json.object().put("kind", "bandit").put("id", bandit.id());
    };
  }

  static Owner readOwner(JsonNode json) {
    if (json.isNull()) {
      return Owner.NOBODY;
    }
    String id = json.required("id").stringValue();
    String kind = json.required("kind").stringValue();
    return switch (kind) {
      case "experiment" ->
          new Owner.Experiment(
              id, json.required("name").stringValue(), json.path("remembers").asBoolean(false));
      case "rollout" -> new Owner.Rollout(id);
      case "bandit" -> new Owner.Bandit(id);
      case String other -> throw new IllegalStateException("no kind of owner: " + other);
    };
  }
}
