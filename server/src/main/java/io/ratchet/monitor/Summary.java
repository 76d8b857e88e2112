// SPDX-License-Identifier: Apache-2.0
package io.ratchet.monitor;

import io.ratchet.base.Json;
import io.ratchet.call.Metrics;
import io.ratchet.drift.Fitness;
import io.ratchet.drift.WindowProfile;
import io.ratchet.stats.Proportion;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a summary adds up. Averages are over calls, so that a version with twice as many counts
 * twice. Mutable, for one thread at a time.
 */
final class Summary {
  private final Fitness fitness = new Fitness();
  private Proportion right = new Proportion(0, 0);
  private long predictions;
  private long labelled;
  private long successes;
  private long failures;
  private long timed;
  private double latency;

  void add(QualitySums sums) {
    predictions += sums.predictions;
    labelled += sums.labelled;
    if (!sums.isRegression()) {
      right = right.plus(sums.confusion.accuracy());
    }
  }

  void add(Metrics.Figures calls) {
    successes += calls.successes();
    failures += calls.failures();
    Double mean = calls.latencyMs();
    if (mean != null) {
      timed += calls.calls();
      latency += mean * calls.calls();
    }
  }

  void add(WindowProfile window) {
    fitness.add(window.fitness());
  }

  void add(Summary other) {
    fitness.add(other.fitness);
    right = right.plus(other.right);
    predictions += other.predictions;
    labelled += other.labelled;
    successes += other.successes;
    failures += other.failures;
    timed += other.timed;
    latency += other.latency;
  }

  long predictions() {
    return predictions;
  }

  ObjectNode json() {
    long decided = successes + failures;
    return Json.object()
        .put("total_predictions", predictions)
        .put("labelled_predictions", labelled)
        .put("avg_accuracy", right.trials() == 0 ? null : (Double) right.rate())
        .put("avg_latency_ms", timed == 0 ? null : (Double) (latency / timed))
        .put("avg_error_rate", decided == 0 ? null : (Double) ((double) failures / decided))
        .put("avg_data_quality", fitness.score());
  }
}
