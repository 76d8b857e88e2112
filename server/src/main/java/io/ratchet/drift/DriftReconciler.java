// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

/**
 * The loop that adds up calls and judges windows that are over. Each turn reads the state afresh,
 * so it may be killed anywhere and run in many processes at once.
 */
public final class DriftReconciler {
  private static final int SWEEP_EVERY = 300;

  private final Drifts drifts;
  private final DriftFigures figures;
  private int turns;

  public DriftReconciler(Drifts drifts, DriftFigures figures) {
    this.drifts = drifts;
    this.figures = figures;
  }

  /** Follows the journal and the calls, then judges. */
  public synchronized void turn() {
    drifts.followJournal();
    drifts.follow();
    drifts.judge();
    figures.show(drifts.scores());
    if (turns++ % SWEEP_EVERY == 0) {
      drifts.sweep();
    }
  }
}
