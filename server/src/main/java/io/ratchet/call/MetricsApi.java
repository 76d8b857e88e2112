// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.stats.Confidence;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What versions did, in figures, by HTTP: one version, two compared, or one over time. */
public final class MetricsApi {
  private static final int DAYS = 7;
  private static final double CONFIDENCE = 0.95;
  private static final int NAME_LENGTH = 128;

  private final CallsConfig config;
  private final Calls calls;
  private final Windows windows;
  private final KnownVersions versions;
  private final String defaultPrompt;
  private final InstantSource time;

  /**
   * Builds the routes' handlers.
   *
   * @param versions knows versions that were never called
   * @param defaultPrompt the prompt that is meant where none is named
   */
  public MetricsApi(
      CallsConfig config,
      Calls calls,
      Database database,
      KnownVersions versions,
      String defaultPrompt,
      InstantSource time) {
    this.config = config;
    this.calls = calls;
    this.windows = new Windows(config, database, time);
    this.versions = versions;
    this.defaultPrompt = defaultPrompt;
    this.time = time;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/metrics/prompts/{version}", Access.VIEWER, this::ofPrompt),
        Route.get(
            "/api/metrics/prompts/{name}/{version}",
            Access.VIEWER,
            request -> metrics(request, "prompt", request.parameter("name"))),
        Route.get(
            "/api/metrics/models/{name}/{version}",
            Access.VIEWER,
            request -> metrics(request, "model", request.parameter("name"))),
        Route.get(
            "/api/metrics/prompts/{name}/series",
            Access.VIEWER,
            request -> series(request, "prompt")),
        Route.get(
            "/api/metrics/models/{name}/series",
            Access.VIEWER,
            request -> series(request, "model")),
        Route.post("/api/metrics/compare", Access.VIEWER, this::compare));
  }

  private Answer ofPrompt(Request request) {
    return metrics(request, "prompt", request.query("prompt").orElse(defaultPrompt));
  }

  private Answer metrics(Request request, String kind, String asset) {
    TimeRange range = range(request);
    calls.catchUp();
    Call.Subject version = known(kind, asset, request.parameter("version"));
    ObjectNode body = head(version, range);
    body.setAll(MetricsJson.of(windows.merged(asked(request, version), range)));
    Optional<String> by = request.query("by");
    if (by.isPresent()) {
      checkDimension("by", by.get());
      ObjectNode groups = body.putObject("by_" + config.tagDimension());
      windows
          .byTag(version, range)
          .forEach((tag, window) -> groups.set(tag, MetricsJson.of(window)));
    }
    return Answer.json(body);
  }

  private static ObjectNode head(Call.Subject version, TimeRange range) {
    return Json.object()
        .put(version.kind(), version.asset())
        .put("version", version.version())
        .put("from", range.from().toString())
        .put("to", range.to().toString());
  }

  /** All of a version, or what a variant or a value of the tag dimension had of it. */
  private Series asked(Request request, Call.Subject version) {
    Optional<String> variant = request.query("variant");
    Series series = Series.all(version);
    for (String name : request.queryNames()) {
      if (name.startsWith("tag.")) {
        checkDimension(name, name.substring("tag.".length()));
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
    if (!name.equals(config.tagDimension())) {
      throw Failure.invalid(
          parameter + " names a tag for which figures are not kept: " + Problem.shorten(name),
          "they are kept for " + config.tagDimension() + " (calls.tag_dimension)");
    }
  }

  /** A version that exists, or of which calls were recorded. */
  private Call.Subject known(String kind, String asset, String version) {
    Call.Subject subject = Call.Subject.of(kind, asset, version);
    if (!versions.exists(kind, asset, subject.version()) && !windows.isKnown(subject)) {
      throw Failure.missing(
          "there is no version %s of the %s %s"
              .formatted(Problem.shorten(subject.version()), kind, Problem.shorten(asset)),
          "list the versions with GET /api/%ss/%s/versions"
              .formatted(kind, Problem.shorten(asset)));
    }
    return subject;
  }

  private TimeRange range(Request request) {
    Optional<Instant> from = request.instant("from");
    Instant to = request.instant("to").orElse(time.instant());
    if (from.isPresent() && request.query("days").isPresent()) {
      throw Failure.invalid("days and from are given both", "send one of them");
    }
    int days = request.query("days", DAYS, 1, longest());
    return range(from.orElse(to.minus(Duration.ofDays(days))), to);
  }

  private TimeRange range(Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw Failure.invalid("from (" + from + ") is not before to (" + to + ")", "swap them");
    }
    Duration longest = Duration.ofDays(longest());
    if (Duration.between(from, to).compareTo(longest) > 0) {
      throw Failure.invalid(
          "the range is longer than " + longest.toDays() + " days", "ask for less at once");
    }
    return windows.range(from, to);
  }

  private int longest() {
    return Math.toIntExact(Math.max(config.retention().toDays(), DAYS));
  }

  private Answer series(Request request, String kind) {
    String asset = request.parameter("name");
    String metric =
        request
            .query("metric")
            .orElseThrow(
                () -> Failure.invalid("metric is missing", "send metric=requests, for example"));
    calls.catchUp();
    Call.Subject version =
        request.query("version").map(named -> known(kind, asset, named)).orElse(null);
    if (version == null && !windows.isKnown(kind, asset)) {
      throw Failure.missing(
          "no calls of the %s %s were recorded".formatted(kind, Problem.shorten(asset)),
          "check the name");
    }
    SeriesQuery query =
        SeriesQuery.of(
            metric,
            range(request),
            request.query("step").orElse(null),
            Windows.minutesSince(time.instant(), config));
    return Answer.json(
        query.json(
            kind,
            asset,
            version == null ? null : version.version(),
            windows.steps(
                kind,
                asset,
                version == null ? null : version.version(),
                query.range(),
                query.step())));
  }

  private Answer compare(Request request) {
    Fields in = request.fields();
    String kind = kind(in);
    String asset = in.text(kind, NAME_LENGTH);
    String control = in.requiredText("control_version", NAME_LENGTH);
    String treatment = in.requiredText("treatment_version", NAME_LENGTH);
    Double level = in.number("confidence_level", 0.5, 0.9999);
    Long days = in.integer("days", 1, longest());
    Instant from = in.instant("from");
    Instant to = in.instant("to");
    if (days != null && from != null) {
      in.problem("days", "cannot be given together with from", days);
    }
    if (kind.equals("model") && asset == null) {
      in.problem("model", "is required where kind is model", null);
    }
    in.finish();
    Instant end = to == null ? time.instant() : to;
    Duration length = Duration.ofDays(days == null ? DAYS : days);
    TimeRange range = range(from == null ? end.minus(length) : from, end);
    calls.catchUp();
    return Answer.json(
        compared(
            known(kind, asset == null ? defaultPrompt : asset, control),
            known(kind, asset == null ? defaultPrompt : asset, treatment),
            Confidence.of(level == null ? CONFIDENCE : level),
            range));
  }

  private static String kind(Fields in) {
    String kind = in.text("kind", NAME_LENGTH);
    if (kind == null) {
      return in.has("model") && !in.has("prompt") ? "model" : "prompt";
    }
    if (!kind.equals("prompt") && !kind.equals("model")) {
      in.problem("kind", "must be prompt or model", kind);
      return "prompt";
    }
    return kind;
  }

  private ObjectNode compared(
      Call.Subject control, Call.Subject treatment, Confidence confidence, TimeRange range) {
    if (control.equals(treatment)) {
      throw Failure.invalid(
          "control_version and treatment_version are the same: " + control.version(),
          "name two versions");
    }
    ComparisonPolicy.Comparison comparison =
        ComparisonPolicy.compare(
            arm(control, range), arm(treatment, range), confidence, config.minSamples());
    ObjectNode head =
        Json.object()
            .put(control.kind(), control.asset())
            .put("control_version", control.version())
            .put("treatment_version", treatment.version())
            .put("from", range.from().toString())
            .put("to", range.to().toString());
    return ComparisonJson.of(comparison, head);
  }

  private ComparisonPolicy.Arm arm(Call.Subject version, TimeRange range) {
    return ComparisonPolicy.Arm.of(version.version(), windows.merged(Series.all(version), range));
  }

  /** The figures of a version over the default range, for pages that show versions side by side. */
  public ObjectNode figures(Call.Subject version, @Nullable Instant from) {
    Instant to = time.instant();
    TimeRange range = range(from == null ? to.minus(Duration.ofDays(DAYS)) : from, to);
    calls.catchUp();
    ObjectNode body = head(version, range);
    return body.setAll(MetricsJson.of(windows.merged(Series.all(version), range)));
  }
}
