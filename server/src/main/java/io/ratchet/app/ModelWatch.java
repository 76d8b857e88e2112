// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.call.Call;
import io.ratchet.call.Metrics;
import io.ratchet.drift.Drifts;
import io.ratchet.drift.Performance;
import io.ratchet.registry.ModelVersion;
import io.ratchet.registry.Models;
import io.ratchet.registry.Semver;
import io.ratchet.retrain.Watch;
import io.ratchet.routing.Routes;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.fixed.WilsonInterval;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells retraining what is known of the version that serves. */
final class ModelWatch implements Watch {
  private static final Duration RECENT = Duration.ofHours(24);
  private static final Confidence CONFIDENCE = Confidence.of(0.95);

  private final Drifts drifts;
  private final Metrics metrics;
  private final Routes<ModelVersion> routes;
  private final InstantSource time;

  ModelWatch(Drifts drifts, Metrics metrics, Routes<ModelVersion> routes, InstantSource time) {
    this.drifts = drifts;
    this.metrics = metrics;
    this.routes = routes;
    this.time = time;
  }

  @Override
  public Seen seen(String model, Instant since) {
    Optional<Semver> serving = routes.defaultVersion(model);
    if (serving.isEmpty()) {
      return UNKNOWN;
    }
    Call.Subject version = Call.Subject.of(Models.KIND, model, serving.get().toString());
    return new Seen(drift(version), accuracy(version), errors(version));
  }

  private @Nullable Drift drift(Call.Subject version) {
    return drifts
        .score(version)
        .map(score ->
            new Drift(
                score.score(),
                score.isDrifted(),
                score.severity(),
                "%s, the window from %s".formatted(version.version(), score.from())))
        .orElse(null);
  }

  /** Of classes only: amounts have no accuracy. */
  private @Nullable Accuracy accuracy(Call.Subject version) {
    Performance seen = drifts.standing(version).performance();
    Double now = seen.accuracy();
    Double drop = seen.certainDrop();
    if (now == null || drop == null) {
      return null;
    }
    double baseline = 1 - seen.first().mean();
    return new Accuracy(
        now,
        baseline,
        baseline - drop,
        seen.latest().n(),
        "%s, %d labels with a mean error of %s"
            .formatted(version.version(), seen.latest().n(), seen.latest().mean()));
  }

  private @Nullable Errors errors(Call.Subject version) {
    Instant now = time.instant();
    Metrics.Figures figures =
        metrics.figures(Models.KIND, version.asset(), version.version(), now.minus(RECENT), now);
    long all = figures.successes() + figures.failures();
    if (all == 0) {
      return null;
    }
    Interval interval =
        WilsonInterval.of(new Proportion(figures.failures(), all), CONFIDENCE)
            .asOptional()
            .orElseThrow();
    return new Errors(
        (double) figures.failures() / all,
        interval.lower(),
        all,
        "%s, %d of %d".formatted(version.version(), figures.failures(), all));
  }
}
