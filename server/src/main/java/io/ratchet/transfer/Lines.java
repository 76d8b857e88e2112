// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import io.ratchet.base.Json;
import io.ratchet.catalog.ArchivedAsset;
import io.ratchet.catalog.ArchivedVersion;
import io.ratchet.tracking.ArchivedGroup;
import io.ratchet.tracking.ArchivedRun;
import io.ratchet.tracking.Metric;
import io.ratchet.tracking.Param;
import io.ratchet.tracking.Tag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The records of the plain form, one JSON object a line. What is not known is left out; times are
 * milliseconds since 1970 UTC.
 */
final class Lines {
  private Lines() {}

  static ObjectNode of(ArchivedGroup group) {
    ObjectNode json = Json.object().put("id", group.id()).put("name", group.name());
    put(json, "artifact_location", group.location());
    json.put("created_at", group.createdAt()).put("changed_at", group.changedAt());
    put(json, "deleted_at", group.deletedAt());
    return json.set("tags", tags(group.tags()));
  }

  static ArchivedGroup group(JsonNode json) {
    return new ArchivedGroup(
        text(json, "id"),
        text(json, "name"),
        optional(json, "artifact_location"),
        number(json, "created_at"),
        number(json, "changed_at"),
        time(json, "deleted_at"),
        tags(json));
  }

  static ObjectNode of(ArchivedRun run) {
    ObjectNode json =
        Json.object()
            .put("id", run.id())
            .put("group", run.group())
            .put("name", run.name())
            .put("user", run.userId())
            .put("status", run.status());
    put(json, "start_time", run.startTime());
    put(json, "end_time", run.endTime());
    put(json, "deleted_at", run.deletedAt());
    put(json, "artifact_uri", run.artifactUri());
    ObjectNode params = json.putObject("params");
    run.params().forEach(param -> params.put(param.key(), param.value()));
    json.set("tags", tags(run.tags()));
    LinkLines.put(json, run.links());
    return json;
  }

  static ArchivedRun run(JsonNode json) {
    List<Param> params =
        fields(json, "params").map(f -> new Param(f.getKey(), f.getValue())).toList();
    return new ArchivedRun(
        text(json, "id"),
        text(json, "group"),
        text(json, "name"),
        text(json, "user"),
        text(json, "status"),
        time(json, "start_time"),
        time(json, "end_time"),
        time(json, "deleted_at"),
        optional(json, "artifact_uri"),
        params,
        tags(json),
        LinkLines.read(json));
  }

  static ObjectNode of(String run, Metric point) {
    ObjectNode json = Json.object().put("run", run).put("key", point.key());
    if (point.isNan()) {
      json.put("value", "NaN");
    } else {
      json.put("value", point.value());
    }
    return json.put("time", point.time()).put("step", point.step());
  }

  static Metric point(JsonNode json) {
    return Metric.of(
        text(json, "key"), value(json.path("value")), number(json, "time"), number(json, "step"));
  }

  /** A number, or one of the words for what no JSON number is. */
  static double value(JsonNode json) {
    if (json.isNumber()) {
      return Json.number(json);
    }
    return switch (json.asString("")) {
      case "Infinity", "inf" -> Double.POSITIVE_INFINITY;
      case "-Infinity", "-inf" -> Double.NEGATIVE_INFINITY;
      case String _ -> Double.NaN;
    };
  }

  static ObjectNode of(ArchivedAsset asset) {
    ObjectNode json =
        Json.object()
            .put("name", asset.name())
            .put("kind", asset.isPrompt() ? "prompt" : "model")
            .put("description", asset.description())
            .put("created_at", asset.createdAt())
            .put("updated_at", asset.updatedAt())
            .put("last_number", asset.lastNumber());
    json.set("tags", object(asset.tags()));
    ObjectNode aliases = json.putObject("aliases");
    asset.aliases().forEach(aliases::put);
    return json;
  }

  static ArchivedAsset asset(JsonNode json) {
    Map<String, Long> aliases = new TreeMap<>();
    json.path("aliases")
        .properties()
        .forEach(alias -> aliases.put(alias.getKey(), integer(alias.getValue())));
    return new ArchivedAsset(
        text(json, "name"),
        text(json, "kind").equals("prompt"),
        text(json, "description"),
        number(json, "created_at"),
        number(json, "updated_at"),
        map(json, "tags"),
        aliases,
        number(json, "last_number"));
  }

  static ObjectNode of(String asset, ArchivedVersion version) {
    return Json.object()
        .put("asset", asset)
        .put("number", version.number())
        .put("description", version.description())
        .put("created_at", version.createdAt())
        .put("updated_at", version.updatedAt())
        .put("stage", version.stage())
        .put("source", version.source())
        .put("run", version.run())
        .put("run_link", version.runLink())
        .set("tags", object(version.tags()));
  }

  static ArchivedVersion version(JsonNode json) {
    return new ArchivedVersion(
        number(json, "number"),
        text(json, "description"),
        number(json, "created_at"),
        number(json, "updated_at"),
        text(json, "stage"),
        text(json, "source"),
        text(json, "run"),
        text(json, "run_link"),
        map(json, "tags"));
  }

  static String text(JsonNode json, String name) {
    return json.path(name).asString("");
  }

  static @Nullable String optional(JsonNode json, String name) {
    return json.hasNonNull(name) ? json.path(name).asString("") : null;
  }

  /** A whole number, also where it is written as a text; 0 where it is none. */
  static long number(JsonNode json, String name) {
    return integer(json.path(name));
  }

  static long integer(JsonNode value) {
    if (value.isIntegralNumber()) {
      return value.canConvertToLong() ? value.longValue() : Long.MAX_VALUE;
    }
    try {
      return value.isString() ? Long.parseLong(value.stringValue()) : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  static @Nullable Long time(JsonNode json, String name) {
    return json.hasNonNull(name) ? (Long) number(json, name) : null;
  }

  static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  static void put(ObjectNode json, String name, @Nullable Long value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  static ObjectNode tags(List<Tag> tags) {
    ObjectNode json = Json.object();
    tags.forEach(tag -> json.put(tag.key(), tag.value()));
    return json;
  }

  static List<Tag> tags(JsonNode json) {
    return fields(json, "tags").map(field -> new Tag(field.getKey(), field.getValue())).toList();
  }

  static Stream<Map.Entry<String, String>> fields(JsonNode json, String name) {
    return json.path(name).properties().stream()
        .map(field -> Map.entry(field.getKey(), field.getValue().asString("")));
  }

  static ObjectNode object(Map<String, String> texts) {
    ObjectNode json = Json.object();
    texts.forEach(json::put);
    return json;
  }

  static Map<String, String> map(JsonNode json, String name) {
    Map<String, String> map = new TreeMap<>();
    fields(json, name).forEach(field -> map.put(field.getKey(), field.getValue()));
    return map;
  }
}
