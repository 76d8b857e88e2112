// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.registry.Asset;
import io.ratchet.registry.AssetPaths;
import io.ratchet.registry.PromptDiff;
import io.ratchet.registry.PromptVersion;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.Semver;
import io.ratchet.stats.Confidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Two versions by HTTP: what they did, tested against each other, and what sets them apart. */
public final class CompareApi {
  private static final double CONFIDENCE = 0.95;
  private static final double LEAST_CONFIDENCE = 0.5;
  private static final double MOST_CONFIDENCE = 0.9999;

  private final Metrics metrics;
  private final AssetPaths<PromptVersion> paths;

  public CompareApi(Metrics metrics, Prompts prompts) {
    this.metrics = metrics;
    this.paths = new AssetPaths<>(prompts, metrics.defaultPrompt());
  }

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(Route.post("/api/metrics/compare", Access.VIEWER, this::compare));
    routes.addAll(paths.get("/compare", Access.VIEWER, this::sideBySide));
    return List.copyOf(routes);
  }

  private Answer compare(Request request) {
    Fields in = request.fields();
    String kind = kind(in);
    String asset = in.text(kind, Bounds.NAME_LENGTH);
    String control = in.requiredText("control_version", Bounds.NAME_LENGTH);
    String treatment = in.requiredText("treatment_version", Bounds.NAME_LENGTH);
    Double level = in.number("confidence_level", LEAST_CONFIDENCE, MOST_CONFIDENCE);
    Long days = in.integer("days", 1, metrics.longest());
    Instant from = in.instant("from");
    Instant to = in.instant("to");
    if (days != null && from != null) {
      in.problem("days", "cannot be given together with from", days);
    }
    if (kind.equals("model") && asset == null) {
      in.problem("model", "is required where kind is model", null);
    }
    in.finish();
    Instant end = to == null ? metrics.now() : to;
    Duration length = Duration.ofDays(days == null ? Metrics.DAYS : days);
    TimeRange range = metrics.range(from == null ? end.minus(length) : from, end);
    String name = asset == null ? metrics.defaultPrompt() : asset;
    return Answer.json(
        compared(
            metrics.known(kind, name, control),
            metrics.known(kind, name, treatment),
            Confidence.of(level == null ? CONFIDENCE : level),
            range));
  }

  private static String kind(Fields in) {
    String kind = in.text("kind", Bounds.NAME_LENGTH);
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
    int minSamples = metrics.config().minSamples();
    ComparisonPolicy.Comparison comparison =
        ComparisonPolicy.compare(
            arm(control, range), arm(treatment, range), confidence, minSamples);
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
    Window window = metrics.windows().merged(Series.all(version), range);
    return ComparisonPolicy.Arm.of(version.version(), window);
  }

  /** Texts, variables and figures of two versions of a prompt. */
  private Answer sideBySide(Request request, String name) {
    Asset<PromptVersion> prompt = paths.asset(name);
    PromptVersion from = version(request, prompt, "from");
    PromptVersion to = version(request, prompt, "to");
    TimeRange range = metrics.days(request.query("days", Metrics.DAYS, 1, metrics.longest()));
    ObjectNode body = Json.object().put("prompt", name);
    body.setAll(PromptDiff.between(from, to).json());
    ObjectNode figures = body.putObject("metrics");
    figures.set("from", figures(from, range));
    figures.set("to", figures(to, range));
    return Answer.json(body);
  }

  private static PromptVersion version(
      Request request, Asset<PromptVersion> prompt, String parameter) {
    String text =
        request
            .query(parameter)
            .orElseThrow(() ->
                Failure.invalid(
                    parameter + " is missing", "send from=v1.0.0&to=v2.0.0, for example"));
    Semver version = Semver.parse(text);
    return prompt
        .version(version)
        .orElseThrow(() ->
            Failure.missing(
                "there is no version " + version + " of the prompt " + prompt.name(),
                "list the versions with GET /api/prompts/" + prompt.name() + "/versions"))
        .version();
  }

  private ObjectNode figures(PromptVersion version, TimeRange range) {
    Call.Subject subject = new Call.Subject("prompt", version.name(), version.version().toString());
    return metrics.of(subject, Series.all(subject), range);
  }
}
