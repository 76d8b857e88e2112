// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The figures of a version by HTTP, whole or over time. */
public final class MetricsApi {
  private static final String TAG = "tag.";

  private final Metrics metrics;

  public MetricsApi(Metrics metrics) {
    this.metrics = metrics;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/metrics/prompts/{version}", Access.VIEWER, this::ofPrompt),
        Route.get(
            "/api/metrics/prompts/{name}/{version}",
            Access.VIEWER,
            request -> figures(request, "prompt", request.parameter("name"))),
        Route.get(
            "/api/metrics/models/{name}/{version}",
            Access.VIEWER,
            request -> figures(request, "model", request.parameter("name"))),
        Route.get(
            "/api/metrics/prompts/{name}/series",
            Access.VIEWER,
            request -> series(request, "prompt")),
        Route.get(
            "/api/metrics/models/{name}/series",
            Access.VIEWER,
            request -> series(request, "model")));
  }

  private Answer ofPrompt(Request request) {
    String name = request.query("prompt").orElse(metrics.defaultPrompt());
    return figures(request, "prompt", name);
  }

  private Answer figures(Request request, String kind, String asset) {
    TimeRange range = range(request);
    Call.Subject version = metrics.known(kind, asset, request.parameter("version"));
    ObjectNode body = metrics.of(version, asked(request, version), range);
    Optional<String> by = request.query("by");
    if (by.isPresent()) {
      checkDimension("by", by.get());
      ObjectNode groups = body.putObject("by_" + by.get());
      metrics
          .windows()
          .byTag(version, range)
          .forEach((tag, window) -> groups.set(tag, MetricsJson.of(window)));
    }
    return Answer.json(body);
  }

  /** All of a version, or what a variant or a value of the tag dimension had of it. */
  private Series asked(Request request, Call.Subject version) {
    Optional<String> variant = request.query("variant");
    Series series = Series.all(version);
    for (String name : request.queryNames()) {
      if (name.startsWith(TAG)) {
        checkDimension(name, name.substring(TAG.length()));
        if (variant.isPresent()) {
          throw Failure.invalid(
              "variant and " + name + " are given both",
              "send one of them: figures are not kept for their combinations");
        }
        series = Series.ofTag(version, request.query(name).orElse(""));
      }
    }
    return variant.map(name -> Series.ofVariant(version, name)).orElse(series);
  }

  private void checkDimension(String parameter, String name) {
    String kept = metrics.config().tagDimension();
    if (!name.equals(kept)) {
      throw Failure.invalid(
          parameter + " names a tag for which figures are not kept: " + Problem.shorten(name),
          "they are kept for " + kept + " (calls.tag_dimension)");
    }
  }

  private TimeRange range(Request request) {
    Optional<Instant> from = request.instant("from");
    Instant to = request.instant("to").orElse(metrics.now());
    if (from.isPresent() && request.query("days").isPresent()) {
      throw Failure.invalid("days and from are given both", "send one of them");
    }
    int days = request.query("days", Metrics.DAYS, 1, metrics.longest());
    return metrics.range(from.orElse(to.minus(Duration.ofDays(days))), to);
  }

  private Answer series(Request request, String kind) {
    String asset = request.parameter("name");
    String metric =
        request
            .query("metric")
            .orElseThrow(
                () -> Failure.invalid("metric is missing", "send metric=requests, for example"));
    String version =
        request
            .query("version")
            .map(named -> metrics.known(kind, asset, named).version())
            .orElse(null);
    checkKnown(kind, asset, version);
    Instant minutesSince = Windows.minutesSince(metrics.now(), metrics.config());
    SeriesQuery query =
        SeriesQuery.of(metric, range(request), request.query("step").orElse(null), minutesSince);
    return Answer.json(
        query.json(
            kind,
            asset,
            version,
            metrics.windows().steps(kind, asset, version, query.range(), query.step())));
  }

  private void checkKnown(String kind, String asset, @Nullable String version) {
    if (version == null && !metrics.windows().isKnown(kind, asset)) {
      throw Failure.missing(
          "no calls of the %s %s were recorded".formatted(kind, Problem.shorten(asset)),
          "check the name");
    }
  }
}
