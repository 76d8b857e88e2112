// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Ticker;
import io.ratchet.experiment.Follower.Progress;
import io.ratchet.experiment.LifecyclePolicy.Move;
import io.ratchet.verdict.Allocation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The loop by which experiments decide by themselves. Each turn reads the state afresh, so it may
 * be killed anywhere and run in many processes at once: a move is made under the lock of its
 * experiment, by whoever comes first.
 */
public final class ExperimentReconciler {
  private final Experiments experiments;

  /** A look at many units takes its time; it is followed by so many times as long without one. */
  private static final long REST = 9;

  private final InstantSource time;
  private final Ticker ticker;
  private final Map<String, Long> restsUntil = new HashMap<>();
  private final Set<String> owed = new HashSet<>();
  private Progress seen = new Progress(-1, -1);

  public ExperimentReconciler(Experiments experiments, InstantSource time, Ticker ticker) {
    this.experiments = experiments;
    this.time = time;
    this.ticker = ticker;
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
    List<Experiment> running = experiments.running();
    RuntimeException fault = null;
    for (Experiment experiment : running) {
      boolean moves = !(experiment.plan().allocation() instanceof Allocation.Fixed);
      if (isNews || moves || experiment.isExpired(time.instant())) {
        owed.add(experiment.id());
      }
      if (owed.contains(experiment.id()) && isRested(experiment)) {
        long began = ticker.nanos();
        try {
          look(experiments.analysed(experiment), time.instant());
        } catch (RuntimeException e) {
          fault = fault == null ? e : fault; // the others are looked at all the same
        }
        long took = ticker.nanos() - began;
        restsUntil.put(experiment.id(), began + took + REST * took);
        owed.remove(experiment.id());
      }
    }
    Set<String> ids = running.stream().map(Experiment::id).collect(Collectors.toSet());
    owed.retainAll(ids);
    restsUntil.keySet().retainAll(ids);
    seen = now;
    if (fault != null) {
      throw fault;
    }
  }

  private boolean isRested(Experiment experiment) {
    Long until = restsUntil.get(experiment.id());
    return until == null || ticker.nanos() - until >= 0;
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
