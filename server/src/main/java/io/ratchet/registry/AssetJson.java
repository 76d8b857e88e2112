// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Assets and versions as answers show them. */
public final class AssetJson<V extends Version> {
  private final Assets<V> assets;
  private final LiveVersions live;
  private final VersionJson<V> details;

  public AssetJson(Assets<V> assets, LiveVersions live, VersionJson<V> details) {
    this.assets = assets;
    this.live = live;
    this.details = details;
  }

  /** An asset with its views, without its versions. */
  ObjectNode asset(Asset<V> asset) {
    ObjectNode json =
        Json.object()
            .put("name", asset.name())
            .put("default_version", text(live.defaultVersion(asset.name())))
            .put("production_version", text(live.productionVersion(asset.name())))
            .put("latest_version", text(asset.highest().map(v -> v.version().version())))
            .put("versions", asset.versions().size());
    ObjectNode aliases = json.putObject("aliases");
    live.productionVersion(asset.name())
        .ifPresent(version -> aliases.put(Asset.CHAMPION, version.toString()));
    asset.aliases().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(alias -> aliases.put(alias.getKey(), alias.getValue().toString()));
    ObjectNode unreadable = json.putObject("unreadable_versions");
    assets.unreadable(asset.name()).forEach(unreadable::put);
    return json;
  }

  /** What lists show of a version. */
  public ObjectNode summary(Asset<V> asset, Asset.Registered<V> registered) {
    V version = registered.version();
    Semver semver = version.version();
    ObjectNode json =
        Json.object()
            .put(assets.kind(), asset.name())
            .put("version", semver.toString())
            .put("stage", registered.stage().label())
            .put("is_default", live.defaultVersion(asset.name()).equals(Optional.of(semver)));
    json.set("aliases", Json.array(aliases(asset, semver)));
    json.put("sha256", version.sha256()).put("description", version.description());
    details.summarise(json, version);
    return json.put("origin", version.origin().label())
        .put("format", version.form())
        .put("file", registered.file())
        .put("parent", text(version.parent()))
        .put("reason", version.reason())
        .put("created_at", version.createdAt().toString())
        .put("created_by", version.createdBy())
        .put("used", assets.isUsed(asset.name(), semver));
  }

  /** A version with everything that answers show. */
  public ObjectNode version(Asset<V> asset, Asset.Registered<V> registered) {
    ObjectNode json = summary(asset, registered);
    details.complete(json, registered.version());
    return json;
  }

  @Nullable String defaultVersion(String name) {
    return text(live.defaultVersion(name));
  }

  /** The version, its parents up to the first, and the versions made from it. */
  ObjectNode lineage(Asset<V> asset, Asset.Registered<V> registered) {
    Semver semver = registered.version().version();
    ObjectNode json =
        Json.object().put(assets.kind(), asset.name()).put("version", semver.toString());
    ArrayNode ancestors = json.putArray("lineage");
    Asset.Registered<V> at = registered;
    for (int i = 0; at != null && i < asset.versions().size(); i++) {
      ancestors.add(origin(at));
      Semver parent = at.version().parent();
      at = parent == null ? null : asset.versions().get(parent);
    }
    ArrayNode children = json.putArray("children");
    asset.versions().values().stream()
        .filter(other -> semver.equals(other.version().parent()))
        .forEach(other -> children.add(origin(other)));
    return json;
  }

  private static ObjectNode origin(Asset.Registered<?> registered) {
    Version version = registered.version();
    return Json.object()
        .put("version", version.version().toString())
        .put("parent", text(version.parent()))
        .put("created_at", version.createdAt().toString())
        .put("created_by", version.createdBy())
        .put("reason", version.reason())
        .put("sha256", version.sha256())
        .put("stage", registered.stage().label());
  }

  private List<String> aliases(Asset<V> asset, Semver version) {
    boolean isChampion = live.productionVersion(asset.name()).equals(Optional.of(version));
    List<String> free =
        asset.aliases().entrySet().stream()
            .filter(alias -> alias.getValue().equals(version))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return isChampion ? Stream.concat(Stream.of(Asset.CHAMPION), free.stream()).toList() : free;
  }

  private static @Nullable String text(@Nullable Semver version) {
    return version == null ? null : version.toString();
  }

  private static @Nullable String text(Optional<Semver> version) {
    return version.map(Semver::toString).orElse(null);
  }
}
