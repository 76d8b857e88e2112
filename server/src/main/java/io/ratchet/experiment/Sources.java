// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.verdict.AnalysisPolicy;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Measure;
import io.ratchet.verdict.Source;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What is added up for an experiment.
 *
 * @param summed by their sum
 * @param ranked by the buckets of a histogram
 */
record Sources(Experiment experiment, Set<Source> summed, Set<Source> ranked) {

  static Sources of(Experiment experiment) {
    Set<Source> summed = new LinkedHashSet<>();
    Set<Source> ranked = new LinkedHashSet<>();
    summed.add(Source.CALLS);
    for (Goal goal : AnalysisPolicy.goals(experiment.plan())) {
      switch (goal.metric().measure()) {
        case Measure.Mean mean -> summed.addAll(mean.sources());
        case Measure.Ratio ratio -> summed.addAll(ratio.sources());
        case Measure.Quantile quantile -> ranked.addAll(quantile.sources());
      }
    }
    return new Sources(experiment, summed, ranked);
  }

  /** All of them, each once. */
  Set<Source> all() {
    Set<Source> all = new LinkedHashSet<>(summed);
    all.addAll(ranked);
    return all;
  }

  boolean hasWindows() {
    return all().stream().anyMatch(source -> source.window() != null);
  }
}
