// SPDX-License-Identifier: Apache-2.0
package io.ratchet.catalog;

import io.ratchet.base.Json;
import io.ratchet.catalog.Listing.Numbered;
import io.ratchet.registry.Asset;
import io.ratchet.registry.PromptVersion;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.Version;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Registered models and their versions as MLflow's messages. */
final class CatalogJson {
  private static final String PROMPT_SOURCE = "dummy-source";

  private final Catalog catalog;
  private final Stages stages;

  CatalogJson(Catalog catalog, Stages stages) {
    this.catalog = catalog;
    this.stages = stages;
  }

  ObjectNode model(Listing listing) {
    ObjectNode json =
        Json.object()
            .put("name", listing.name())
            .put("creation_timestamp", listing.createdAt().toEpochMilli())
            .put("last_updated_timestamp", listing.lastChange().toEpochMilli());
    if (!listing.description().isEmpty()) {
      json.put("description", listing.description());
    }
    ArrayNode latest = Json.array();
    stages.latest(listing).forEach(version -> latest.add(version(listing, version)));
    if (!latest.isEmpty()) {
      json.set("latest_versions", latest);
    }
    putTags(json, tags(listing));
    ArrayNode aliases = Json.array();
    stages
        .aliases(listing)
        .forEach((alias, number) ->
            aliases.addObject().put("alias", alias).put("version", number.toString()));
    if (!aliases.isEmpty()) {
      json.set("aliases", aliases);
    }
    return json;
  }

  /** A version without its aliases. */
  ObjectNode version(Listing listing, Numbered version) {
    Asset.Registered<? extends Version> registered = catalog.registered(listing, version);
    ObjectNode json =
        Json.object()
            .put("name", listing.name())
            .put("version", Long.toString(version.number()))
            .put("creation_timestamp", version.createdAt().toEpochMilli())
            .put("last_updated_timestamp", version.updatedAt().toEpochMilli())
            .put("current_stage", Stages.shown(registered.stage()))
            .put("description", description(version, registered.version()))
            .put("source", source(listing, version))
            .put("run_id", version.run())
            .put("status", "READY");
    putTags(json, tags(listing, version));
    return json.put("run_link", version.runLink());
  }

  /** A version with its aliases. */
  ObjectNode whole(Listing listing, Numbered version) {
    ObjectNode json = version(listing, version);
    var aliases = stages.aliases(listing, version);
    if (!aliases.isEmpty()) {
      json.set("aliases", Json.array(aliases));
    }
    return json;
  }

  String description(Listing listing, Numbered version) {
    return description(version, catalog.registered(listing, version).version());
  }

  private static String description(Numbered version, Version registered) {
    if (!version.description().isEmpty()) {
      return version.description();
    }
    String said = registered.description();
    String committed = registered instanceof PromptVersion ? registered.reason() : null;
    return Objects.requireNonNullElse(said == null ? committed : said, "");
  }

  static String source(Listing listing, Numbered version) {
    return version.source().isEmpty() && listing.kind().equals(Prompts.KIND)
        ? PROMPT_SOURCE
        : version.source();
  }

  Map<String, String> tags(Listing listing) {
    Map<String, String> tags = new TreeMap<>();
    if (listing.kind().equals(Prompts.KIND)) {
      tags.put(PromptTags.IS_PROMPT, "true");
    }
    tags.putAll(listing.tags());
    return tags;
  }

  /** The tags of a version: what its content says, unless it was kept in other words. */
  Map<String, String> tags(Listing listing, Numbered version) {
    Map<String, String> tags = new TreeMap<>();
    if (catalog.registered(listing, version).version() instanceof PromptVersion prompt) {
      tags.putAll(PromptTags.of(prompt.content()));
    }
    tags.putAll(version.tags());
    return tags;
  }

  private static void putTags(ObjectNode json, Map<String, String> tags) {
    if (!tags.isEmpty()) {
      ArrayNode array = json.putArray("tags");
      tags.forEach((key, value) -> array.addObject().put("key", key).put("value", value));
    }
  }
}
