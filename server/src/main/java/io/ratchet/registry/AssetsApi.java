// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What assets of every kind have in common by HTTP: lists, versions, lineage and aliases. Where the
 * kind has a default, every path about a name also works without it.
 */
final class AssetsApi<V extends Version> {
  private static final int PAGE = 100;
  private static final int PAGE_LIMIT = 1_000;
  private static final int ALIAS_VERSION_LENGTH = 128;
  private static final int REASON_LENGTH = 2_000;

  private final Assets<V> assets;
  private final AssetPaths<V> paths;
  private final AssetJson<V> json;
  private final @Nullable String defaultName;

  AssetsApi(
      Assets<V> assets,
      AssetPaths<V> paths,
      LiveVersions live,
      VersionJson<V> details,
      @Nullable String defaultName) {
    this.assets = assets;
    this.paths = paths;
    this.json = new AssetJson<>(assets, live, details);
    this.defaultName = defaultName;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.get(paths.root(), Access.VIEWER, this::list));
    routes.add(Route.get(paths.root() + "/{name}", Access.VIEWER, r -> asset(r.parameter("name"))));
    routes.addAll(paths.get("/versions", Access.VIEWER, this::versions));
    routes.addAll(paths.get("/versions/{version}", Access.VIEWER, this::version));
    routes.addAll(paths.get("/versions/{version}/lineage", Access.VIEWER, this::lineage));
    routes.addAll(paths.put("/aliases/{alias}", Access.OPERATOR, this::setAlias));
    routes.addAll(paths.delete("/aliases/{alias}", Access.OPERATOR, this::removeAlias));
    return List.copyOf(routes);
  }

  /** A version as the answer about it shows it. */
  ObjectNode shown(String name, Semver version) {
    Asset<V> asset = paths.asset(name);
    return json.version(
        asset, asset.version(version).orElseThrow(() -> assets.missing(name, version)));
  }

  private Answer list(Request request) {
    int limit = request.query("limit", PAGE, 1, PAGE_LIMIT);
    String after = request.query("page_token").map(Page::key).orElse("");
    List<Asset<V>> oneMore =
        assets.list().stream()
            .filter(asset -> asset.name().compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    Page<Asset<V>> page = Page.cut(oneMore, limit, Asset::name);
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray(assets.plural());
    page.items().forEach(asset -> array.add(json.asset(asset)));
    if (defaultName != null) {
      body.put("default_" + assets.kind(), defaultName)
          .put("default_version", json.defaultVersion(defaultName));
    }
    return Answer.json(body.put("next_page_token", page.nextPageToken()));
  }

  private Answer asset(String name) {
    return Answer.json(json.asset(paths.asset(name)));
  }

  private Answer versions(Request request, String name) {
    Optional<Asset<V>> asset = assets.find(name);
    if (asset.isEmpty() && !paths.isDefault(name)) {
      throw paths.missing(name); // an empty server has no versions of its default: no fault
    }
    Stage stage = request.query("stage").map(AssetsApi::stage).orElse(null);
    int limit = request.query("limit", PAGE, 1, PAGE_LIMIT);
    Semver before = request.query("page_token").map(AssetsApi::token).orElse(null);
    Page<Asset.Registered<V>> page = page(asset, stage, limit, before);
    ObjectNode body =
        Json.object().put(assets.kind(), name).put("default_version", json.defaultVersion(name));
    ArrayNode array = body.putArray("versions");
    page.items().forEach(version -> array.add(json.summary(asset.orElseThrow(), version)));
    return Answer.json(body.put("next_page_token", page.nextPageToken()));
  }

  /** From the highest version to the lowest. */
  private Page<Asset.Registered<V>> page(
      Optional<Asset<V>> asset, @Nullable Stage stage, int limit, @Nullable Semver before) {
    List<Asset.Registered<V>> oneMore =
        asset.stream()
            .flatMap(p -> p.versions().descendingMap().entrySet().stream())
            .filter(entry -> before == null || entry.getKey().compareTo(before) < 0)
            .map(Map.Entry::getValue)
            .filter(version -> stage == null || version.stage() == stage)
            .limit(limit + 1L)
            .toList();
    return Page.cut(oneMore, limit, version -> version.version().version().toString());
  }

  private static Stage stage(String text) {
    return Stage.named(text)
        .orElseThrow(() ->
            Failure.invalid(
                "no such stage: " + Problem.shorten(text),
                "use dev, staging, production or archived"));
  }

  private static Semver token(String pageToken) {
    return Semver.find(Page.key(pageToken)).orElseThrow(() -> Page.badToken(pageToken));
  }

  private Answer version(Request request, String name) {
    return Answer.json(json.version(paths.asset(name), paths.version(request, name)));
  }

  private Answer lineage(Request request, String name) {
    return Answer.json(json.lineage(paths.asset(name), paths.version(request, name)));
  }

  private Answer setAlias(Request request, String name) {
    Fields fields = request.fields();
    String text = fields.requiredText("version", ALIAS_VERSION_LENGTH);
    String reason = reason(fields);
    String alias = request.parameter("alias");
    Semver version = Semver.parse(text);
    assets.setAlias(name, alias, version, reason, request.caller().name());
    return alias(name, alias, version);
  }

  private Answer removeAlias(Request request, String name) {
    String alias = request.parameter("alias");
    String reason = reason(Fields.of(request.values()));
    return alias(name, alias, assets.removeAlias(name, alias, reason, request.caller().name()));
  }

  /** Why, the last field that is read; empty where nobody says. */
  private static String reason(Fields fields) {
    String reason = fields.text("reason", REASON_LENGTH);
    fields.finish();
    return reason == null ? "" : reason;
  }

  private Answer alias(String name, String alias, Semver version) {
    return Answer.json(
        Json.object()
            .put(assets.kind(), name)
            .put("alias", alias)
            .put("version", version.toString()));
  }
}
