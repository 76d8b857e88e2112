// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.config.CallsConfig;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What versions did, in figures: of one over a range of time, and of two against each other. */
public final class Metrics {
  /** How far figures look back where nobody says. */
  static final int DAYS = 7;

  private final CallsConfig config;
  private final Calls calls;
  private final Windows windows;
  private final KnownVersions versions;
  private final String defaultPrompt;
  private final InstantSource time;

  /**
   * Wires them.
   *
   * @param versions knows versions that were never called
   * @param defaultPrompt the prompt that is meant where none is named
   */
  public Metrics(
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

  CallsConfig config() {
    return config;
  }

  String defaultPrompt() {
    return defaultPrompt;
  }

  Instant now() {
    return time.instant();
  }

  /** The windows, which hold every call that was acknowledged before. */
  Windows windows() {
    calls.catchUp();
    return windows;
  }

  /** A version that exists, or of which calls were recorded. */
  Call.Subject known(String kind, String asset, String version) {
    Call.Subject subject = Call.Subject.of(kind, asset, version);
    if (!versions.exists(kind, asset, subject.version()) && !windows().isKnown(subject)) {
      throw Failure.missing(
          "there is no version %s of the %s %s"
              .formatted(Problem.shorten(subject.version()), kind, Problem.shorten(asset)),
          "list the versions with GET /api/%ss/%s/versions"
              .formatted(kind, Problem.shorten(asset)));
    }
    return subject;
  }

  /** The days up to now. */
  TimeRange days(int days) {
    return range(now().minus(Duration.ofDays(days)), now());
  }

  TimeRange range(Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw Failure.invalid("from (" + from + ") is not before to (" + to + ")", "swap them");
    }
    if (Duration.between(from, to).toDays() > longest()) {
      throw Failure.invalid(
          "the range is longer than " + longest() + " days", "ask for less at once");
    }
    return windows.range(from, to);
  }

  /** The longest range in days that may be asked for. */
  int longest() {
    return Math.toIntExact(Math.max(config.retention().toDays(), DAYS));
  }

  /** Running averages of a version over everything that is kept. */
  public ObjectNode averages(String kind, String asset, String version) {
    Call.Subject subject = Call.Subject.of(kind, asset, version);
    ObjectNode all = MetricsJson.of(windows().merged(Series.all(subject), days(longest())));
    ObjectNode json = Json.object();
    json.set("calls", all.get("requests"));
    json.set("latency_ms", all.path("latency_ms").path("mean"));
    json.set("confidence", all.path("quality").path("confidence_mean"));
    json.set("error_rate", all.get("error_rate"));
    return json;
  }

  /**
   * What the calls of a version add up to over a range of time, widened to whole minutes.
   *
   * @param latencyMs on average; null where nobody measured it
   */
  public record Figures(long calls, long successes, long failures, @Nullable Double latencyMs) {
    public static final Figures NONE = new Figures(0, 0, 0, null);
  }

  /** What the calls of a version add up to. */
  public Figures figures(String kind, String asset, String version, Instant from, Instant to) {
    Call.Subject subject = Call.Subject.of(kind, asset, version);
    Window window = windows().merged(Series.all(subject), windows.range(from, to));
    return new Figures(
        window.calls(),
        window.successes(),
        window.failures(),
        MetricsJson.mean(window.sums(Measure.LATENCY)));
  }

  /** What a version did, as JSON. */
  ObjectNode of(Call.Subject version, Series series, TimeRange range) {
    ObjectNode json =
        Json.object()
            .put(version.kind(), version.asset())
            .put("version", version.version())
            .put("from", range.from().toString())
            .put("to", range.to().toString());
    return json.setAll(MetricsJson.of(windows().merged(series, range)));
  }
}
