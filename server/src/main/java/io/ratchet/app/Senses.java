// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.call.Call;
import io.ratchet.call.Metrics;
import io.ratchet.drift.Drifts;
import io.ratchet.drift.Performance;
import io.ratchet.registry.Models;
import io.ratchet.registry.Semver;
import io.ratchet.retrain.Watch;
import io.ratchet.routing.Routes;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.WilsonInterval;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What retraining sees of the version that serves: drift, labels and failures. */
record Senses(Routes<?> models, Drifts drifts, Metrics metrics) implements Watch {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);

  @Override
  public Seen seen(String model, Instant since) {
    Optional<Semver> serving = models.defaultVersion(model);
    if (serving.isEmpty()) {
      return UNKNOWN;
    }
    Call.Subject version = Call.Subject.of(Models.KIND, model, serving.get().toString());
    return new Seen(drift(version), accuracy(version), errors(version, since));
  }

  private @Nullable Drift drift(Call.Subject version) {
    return drifts
        .score(version)
        .map(score ->
            new Drift(
                score.score(),
                score.isDrifted(),
                score.severity(),
                version.version() + " until " + score.to()))
        .orElse(null);
  }

  private @Nullable Accuracy accuracy(Call.Subject version) {
    Performance seen = drifts.performance(version);
    Double now = seen.accuracy();
    Double certain = seen.certainDrop();
    if (now == null || certain == null) {
      return null;
    }
    double baseline = 1 - seen.first().mean();
    return new Accuracy(
        now,
        baseline,
        baseline - certain,
        seen.latest().n(),
        "%s, %d labels, %s".formatted(version.version(), seen.latest().n(), now));
  }

  private @Nullable Errors errors(Call.Subject version, Instant since) {
    Proportion failed = metrics.failures(version, since);
    if (!(WilsonInterval.of(failed, CONFIDENCE)
        instanceof Result.Computed<Interval>(Interval interval))) {
      return null;
    }
    return new Errors(
        failed.rate(),
        interval.lower(),
        failed.trials(),
        "%s, %d of %d".formatted(version.version(), failed.successes(), failed.trials()));
  }
}
