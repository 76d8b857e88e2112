// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.experiment.LifecyclePolicy.Move;
import io.ratchet.verdict.Plan;
import java.time.Instant;
import java.util.List;

/** Decides which moves a running experiment makes by itself. */
final class DecisionPolicy {
  private DecisionPolicy() {}

  static List<Move> moves(Findings findings, Instant now) {
    Experiment experiment = findings.experiment();
    Plan plan = experiment.plan();
    if (plan.watches() != null) {
      return watching(experiment, findings, now);
    }
    return switch (findings.verdict().decision()) {
      case PROMOTE ->
          plan.autoPromote() ? List.of(Move.COMPLETE, Move.PROMOTE) : atTheEnd(experiment, now);
      case ROLLBACK -> plan.autoRollback() ? List.of(Move.ROLLBACK) : atTheEnd(experiment, now);
      case CONTINUE, INCONCLUSIVE, INVALID -> atTheEnd(experiment, now);
    };
  }

  /** A watch ends with the promoted version in production, unless that proves worse before. */
  private static List<Move> watching(Experiment experiment, Findings findings, Instant now) {
    return switch (findings.verdict().decision()) {
      case ROLLBACK -> List.of(Move.ROLLBACK);
      case PROMOTE, CONTINUE, INCONCLUSIVE, INVALID ->
          experiment.isExpired(now) ? List.of(Move.PROMOTE) : List.of();
    };
  }

  /** When its time is over it ends, whatever was found. */
  private static List<Move> atTheEnd(Experiment experiment, Instant now) {
    return experiment.isExpired(now) ? List.of(Move.COMPLETE) : List.of();
  }

  /** Whether the verdict is another than the one that was noted last. */
  static boolean isNews(Findings findings) {
    return !findings.verdict().decision().name().equals(findings.experiment().decision());
  }
}
