// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Page;
import io.ratchet.base.Problem;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.registry.AssetJson;
import io.ratchet.registry.AssetPaths;
import io.ratchet.registry.Assets;
import io.ratchet.registry.Semver;
import io.ratchet.registry.Stage;
import io.ratchet.registry.Version;
import io.ratchet.registry.VersionJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is live, by HTTP: routes, stages, rollback. Paths without a name mean the default. */
public final class RoutesApi<V extends Version> {
  private static final int PAGE = 100;
  private static final int PAGE_LIMIT = 1_000;
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"?(\\d{1,18})\"?");

  private final Routes<V> routes;
  private final AssetPaths<V> paths;
  private final AssetJson<V> json;

  public RoutesApi(
      Routes<V> routes, Assets<V> assets, VersionJson<V> details, @Nullable String defaultName) {
    this.routes = routes;
    this.paths = new AssetPaths<>(assets, defaultName);
    this.json = new AssetJson<>(assets, routes, details);
  }

  public List<io.ratchet.http.Route> routes() {
    List<io.ratchet.http.Route> all = new ArrayList<>();
    all.addAll(paths.get("/route", Access.VIEWER, (_, name) -> shown(route(name))));
    all.addAll(paths.put("/route", Access.OPERATOR, this::change));
    all.addAll(paths.get("/route/history", Access.VIEWER, this::history));
    all.addAll(paths.post("/rollback", Access.OPERATOR, this::rollback));
    all.addAll(paths.post("/versions/{version}/stage", Access.OPERATOR, this::stage));
    return List.copyOf(all);
  }

  private Route route(String name) {
    return routes.find(name).orElseThrow(() -> paths.missing(name));
  }

  private Answer shown(Route route) {
    return Answer.json(RouteJson.shown(routes.assets().kind(), route))
        .withHeader("etag", "\"" + route.revision() + "\"");
  }

  private Answer change(Request request, String name) {
    RouteRequest wanted = RouteRequest.read(request.json());
    Long revision = wanted.revision() == null ? expected(request) : wanted.revision();
    RouteChange change =
        new RouteChange(
            wanted.weights(),
            wanted.segments(),
            wanted.salt(),
            wanted.production(),
            Owner.NOBODY,
            Owner.NOBODY,
            revision,
            wanted.reason(),
            null);
    return shown(routes.change(name, change, request.caller().name()));
  }

  private static @Nullable Long expected(Request request) {
    Optional<String> header = request.header("if-match").filter(tag -> !tag.equals("*"));
    if (header.isEmpty()) {
      return null;
    }
    Matcher tag = TAG.matcher(header.get());
    if (!tag.matches()) {
      throw Failure.invalid(
          "If-Match is not a revision: " + Problem.shorten(header.get()),
          "send the revision of the route, such as If-Match: \"3\"");
    }
    return Long.valueOf(tag.group(1));
  }

  private Answer history(Request request, String name) {
    int limit = request.query("limit", PAGE, 1, PAGE_LIMIT);
    Page<Route> page = routes.history(name, limit, request.query("page_token").orElse(null));
    ObjectNode body = Json.object().put(routes.assets().kind(), name);
    ArrayNode array = body.putArray("revisions");
    page.items().forEach(route -> array.add(RouteJson.shown(routes.assets().kind(), route)));
    return Answer.json(body.put("next_page_token", page.nextPageToken()));
  }

  private Answer rollback(Request request, String name) {
    Fields fields = Fields.of(request.values());
    String reason = fields.text("reason", RouteRequest.REASON_LENGTH);
    Long revision = fields.integer("revision", 1, Long.MAX_VALUE);
    fields.finish();
    return shown(
        routes.rollback(
            name,
            revision == null ? expected(request) : revision,
            reason == null ? "" : reason,
            request.caller().name()));
  }

  private Answer stage(Request request, String name) {
    Semver version = Semver.parse(request.parameter("version"));
    Fields fields = Fields.of(request.values());
    fields.requiredText("stage", RouteRequest.REASON_LENGTH);
    Stage stage = fields.choice("stage", Stage.class);
    String reason = fields.text("reason", RouteRequest.REASON_LENGTH);
    Long revision = fields.integer("revision", 1, Long.MAX_VALUE);
    fields.finish();
    if (stage == null) {
      throw new IllegalStateException("a required stage is there after finish");
    }
    routes.stage(
        name,
        version,
        stage,
        revision == null ? expected(request) : revision,
        reason == null ? "" : reason,
        request.caller().name());
    return Answer.json(
        json.version(paths.asset(name), paths.version(request, name))
            .put("route_revision", route(name).revision()));
  }
}
