// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The latest drift scores for Prometheus, as {@code model_drift_score{model_type,model_version}}
 * with the asset's name as its type. Versions beyond {@link #VERSIONS} are left out, the ones that
 * served longest ago.
 */
public final class DriftFigures {
  static final int VERSIONS = 200;

  private volatile List<Drifts.Score> scores = List.of();

  public DriftFigures(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("model_drift_score")
        .help("How far the last judged window is from its reference, from 0 to 1.")
        .labelNames("model_type", "model_version")
        .callback(callback -> {
          Set<List<String>> shown = new HashSet<>();
          for (Drifts.Score score : scores) {
            Double value = score.score();
            List<String> labels = List.of(score.version().asset(), score.version().version());
            if (value != null && shown.size() < VERSIONS && shown.add(labels)) {
              callback.call(value, labels.get(0), labels.get(1));
            }
          }
        })
        .register(registry);
  }

  void show(List<Drifts.Score> latest) {
    scores = List.copyOf(latest);
  }
}
