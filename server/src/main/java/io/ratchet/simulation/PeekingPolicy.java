// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.verdict.AnalysisPolicy;
import io.ratchet.verdict.Arms;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Reading;
import io.ratchet.verdict.Verdict.Decision;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What somebody does who looks at a test for one look again and again and stops at the first
 * p-value below alpha; here to be compared with, never to decide (Armitage, McPherson and Rowe,
 * "Repeated Significance Tests on Accumulating Data", JRSS A 132, 1969). Looks at the primary
 * metric alone. Pure.
 */
final class PeekingPolicy {
  private static final int FEWEST = 10;

  private final Plan plan;
  private final Goal primary;
  private final double critical;

  PeekingPolicy(Plan plan) {
    this.plan = plan;
    this.primary = plan.goals().getFirst();
    Confidence confidence = plan.confidence();
    this.critical =
        new ReferenceDistribution.Normal().critical(confidence.tail(Alternative.TWO_SIDED));
  }

  /**
   * Promotes at the first significant rise of any arm, rolls back at the first significant fall.
   */
  @Nullable Decision look(List<ArmMeters> arms, Supplier<Arms> sums) {
    return arms.getFirst().first() instanceof Meter.OfMeans control
        ? means(control.moments(), arms)
        : other(sums.get());
  }

  private @Nullable Decision means(Moments a, List<ArmMeters> arms) {
    Decision found = null;
    for (int i = 1; i < arms.size(); i++) {
      if (!(arms.get(i).first() instanceof Meter.OfMeans meter)) {
        continue;
      }
      Moments b = meter.moments();
      if (Math.min(a.n(), b.n()) < FEWEST) {
        continue;
      }
      double error = Math.sqrt(a.varianceOfMean() + b.varianceOfMean());
      double difference = b.mean() - a.mean();
      found = sided(found, error > 0 && Math.abs(difference) > critical * error, difference);
    }
    return found;
  }

  private @Nullable Decision other(Arms sums) {
    Decision found = null;
    for (Reading reading : AnalysisPolicy.readings(plan, sums, List.of(primary))) {
      if (reading.fixed().asOptional().orElse(null) instanceof Effect.Estimated effect) {
        found = sided(found, effect.pValue() < plan.confidence().alpha(), effect.estimate());
      }
    }
    return found;
  }

  /** A rise is what people look for. */
  private @Nullable Decision sided(
      @Nullable Decision found, boolean isSignificant, double difference) {
    if (!isSignificant || found == Decision.PROMOTE) {
      return found;
    }
    return difference > 0 == primary.metric().higherIsBetter()
        ? Decision.PROMOTE
        : Decision.ROLLBACK;
  }
}
