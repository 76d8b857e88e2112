// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.experiment.Follower.Progress;
import io.ratchet.experiment.LifecyclePolicy.Move;
import io.ratchet.verdict.Allocation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The loop by which experiments decide by themselves. Each turn reads the state afresh, so it may
 * be killed anywhere and run in many processes at once: a move is made under the lock of its
 * experiment, by whoever comes first.
 */
public final class ExperimentReconciler {
  private final Experiments experiments;
  private final InstantSource time;
  private Progress seen = new Progress(-1, -1);

  public ExperimentReconciler(Experiments experiments, InstantSource time) {
    this.experiments = experiments;
    this.time = time;
  }

  /**
   * Adds up new calls, looks at every running experiment that may have news, and makes the moves
   * that its plan allows without asking.
   */
  public synchronized void turn() {
    experiments.refresh();
    Progress now = experiments.follow();
    boolean isNews = !now.equals(seen);
    if (isNews) {
      experiments.remember();
    }
    for (Experiment experiment : experiments.running()) {
      boolean moves = !(experiment.plan().allocation() instanceof Allocation.Fixed);
      if (isNews || moves || experiment.isExpired(time.instant())) {
        look(experiments.analysed(experiment), time.instant());
      }
    }
    seen = now;
  }

  private void look(Findings findings, Instant now) {
    List<Move> wanted = DecisionPolicy.moves(findings, now);
    if (!wanted.isEmpty() || DecisionPolicy.isNews(findings)) {
      experiments.decide(findings, wanted);
    }
    experiments.keep(findings);
    if (wanted.isEmpty()) {
      experiments.reallocate(findings);
    }
  }
}
