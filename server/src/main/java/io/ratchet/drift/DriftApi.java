// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.call.Call;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.registry.Semver;
import io.ratchet.routing.RoutesByKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Drift by HTTP: reports, the latest scores, their history, and references. */
public final class DriftApi {
  private static final int PAGE = 100;
  private static final int PAGE_LIMIT = 1_000;
  private static final int ROWS = 1_000_000;

  private final Drifts drifts;
  private final RoutesByKind routes;

  public DriftApi(Drifts drifts, RoutesByKind routes) {
    this.drifts = drifts;
    this.routes = routes;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/drift", Access.VIEWER, this::list),
        Route.get("/api/drift/{kind}/{name}", Access.VIEWER, this::report),
        Route.get("/api/drift/{kind}/{name}/history", Access.VIEWER, this::history),
        Route.post("/api/drift/{kind}/{name}/reference", Access.OPERATOR, this::reference));
  }

  private Answer list(Request request) {
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("scores");
    for (Drifts.Score score : drifts.scores()) {
      Call.Subject version = score.version();
      array
          .addObject()
          .put("key", "%s/%s@%s".formatted(version.kind(), version.asset(), version.version()))
          .put("kind", version.kind())
          .put("asset", version.asset())
          .put("version", version.version())
          .put("current_drift_score", score.score())
          .put("severity", score.severity())
          .put("alert_triggered", score.isDrifted())
          .put("recommendation", score.recommendation())
          .put("from", score.from().toString())
          .put("to", score.to().toString())
          .put("calls", score.calls());
    }
    return Answer.json(body);
  }

  private Answer report(Request request) {
    Call.Subject version = version(request, request.query("version").orElse(null));
    Instant from = request.instant("from").orElse(null);
    Instant to = request.instant("to").orElse(null);
    if ((from == null) != (to == null)) {
      throw Failure.invalid("only one of from and to is given", "send both, or none");
    }
    if (from != null && to != null && !from.isBefore(to)) {
      throw Failure.invalid("from (" + from + ") is not before to (" + to + ")", "swap them");
    }
    Optional<String> window = request.query("window");
    if (window.isPresent() && !window.get().equals("current")) {
      throw Failure.invalid(
          "window is not known: " + Problem.shorten(window.get()),
          "send window=current for the one that is open, or from and to");
    }
    return Answer.json(drifts.report(version, new Reports.Range(from, to, window.isPresent())));
  }

  private Answer history(Request request) {
    Call.Subject version = version(request, request.query("version").orElse(null));
    ObjectNode body =
        Json.object()
            .put("kind", version.kind())
            .put("asset", version.asset())
            .put("version", version.version());
    ArrayNode array = body.putArray("windows");
    int limit = request.query("limit", PAGE, 1, PAGE_LIMIT);
    for (Result result : drifts.history(version, limit)) {
      ObjectNode one =
          array
              .addObject()
              .put("from", result.window().start().toString())
              .put("to", result.window().end().toString())
              .put("calls", result.calls())
              .put("judged_at", result.judgedAt().toString())
              .put("drift_score", result.score())
              .put("severity", result.severity())
              .put("alert_triggered", result.isDrifted());
      ArrayNode drifted = one.putArray("drifted");
      result
          .report()
          .path("features")
          .forEach(feature -> {
            if (feature.path("verdict").asString("").equals("drifted")) {
              drifted.add(feature.path("name").asString(""));
            }
          });
    }
    return Answer.json(body);
  }

  private Answer reference(Request request) {
    Fields in = request.fields();
    Call.Subject version = version(request, in.text("version", Semver.MAX_LENGTH));
    List<JsonNode> rows = in.list("rows", ROWS);
    Instant from = in.instant("from");
    Instant to = in.instant("to");
    if (rows.isEmpty() == (from == null && to == null)) {
      in.problem("rows", "or from and to must be given, not both", null);
    }
    if (rows.isEmpty() && (from == null || to == null)) {
      in.problem("from", "and to are both needed", null);
    }
    for (int i = 0; i < rows.size(); i++) {
      if (!rows.get(i).isObject()) {
        in.problem("rows[" + i + "]", "must be an object of features", rows.get(i));
      }
    }
    in.finish();
    String actor = request.caller().name();
    if (from != null && to != null && rows.isEmpty()) {
      References past = drifts.past(version, from, to);
      String note = "the calls from %s to %s".formatted(from, to);
      return Answer.json(
          201, drifts.setReference(version, Reference.Source.WINDOW, past, note, actor));
    }
    References.Builder builder = new References.Builder(drifts.maxFeatures());
    rows.forEach(row -> builder.add(row, null, null));
    String note = "%d rows that were sent".formatted(rows.size());
    return Answer.json(
        201, drifts.setReference(version, Reference.Source.FILE, builder.build(), note, actor));
  }

  private Call.Subject version(Request request, @Nullable String wanted) {
    String kind = kind(request.parameter("kind"));
    String asset = request.parameter("name");
    String version =
        wanted == null
            ? routes
                .defaultVersion(kind, asset)
                .map(Semver::toString)
                .or(() -> drifts.newestVersion(kind, asset))
                .orElseThrow(() -> missing(kind, asset))
            : wanted;
    Call.Subject subject = Call.Subject.of(kind, asset, version);
    boolean registered =
        Semver.find(subject.version())
            .filter(found -> routes.exists(kind, asset, found))
            .isPresent();
    if (!registered && !drifts.isKnown(subject)) {
      throw Failure.missing(
          "there is no version %s of the %s %s"
              .formatted(Problem.shorten(subject.version()), kind, Problem.shorten(asset)),
          "list the versions with GET /api/%ss/%s/versions"
              .formatted(kind, Problem.shorten(asset)));
    }
    return subject;
  }

  private static Failure missing(String kind, String asset) {
    return Failure.missing(
        "there is no %s %s, and no calls of it were recorded"
            .formatted(kind, Problem.shorten(asset)),
        "check the name with GET /api/" + kind + "s");
  }

  private static String kind(String word) {
    return switch (word) {
      case "models", "model" -> "model";
      case "prompts", "prompt" -> "prompt";
      case String other ->
          throw Failure.missing(
              "no kind of asset: " + Problem.shorten(other), "write models or prompts");
    };
  }
}
