// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.planning;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Result;
import io.ratchet.stats.planning.SampleSize.Variances;
import io.ratchet.stats.sequential.BoundaryCrossing;
import io.ratchet.stats.sequential.NormalMixture;
import java.util.ArrayList;
import java.util.List;

/**
 * When an always-valid sequence is likely to decide about an effect, without simulation.
 *
 * <p>Its boundary is laid over looks at units that grow by a constant factor, and the chance of
 * each look to be the first that crosses is integrated as for group sequential tests ({@link
 * BoundaryCrossing}). Looking at every unit instead decides a few percent sooner, since a path may
 * cross and return between two looks; so the answers err on the late side.
 *
 * @param meanUnits on which the experiment ends on average, undecided ones at their last unit
 * @param medianUnits by which half of the experiments have decided; none if fewer than half do
 * @param power the share that decides at all
 */
public record ExpectedStopping(double meanUnits, Result<Long> medianUnits, double power) {

  private static final int LOOKS = 60;

  /**
   * Of an experiment that is watched from so many units in all on, until it has the most it may
   * have.
   */
  public static ExpectedStopping of(
      double effect,
      Variances variances,
      double treatmentShare,
      NormalMixture mixture,
      Alternative alternative,
      Confidence confidence,
      long firstUnits,
      long mostUnits) {
    double perUnit =
        variances.control() / (1 - treatmentShare) + variances.treatment() / treatmentShare;
    boolean sound = treatmentShare > 0 && treatmentShare < 1 && perUnit > 0;
    if (!sound || !Double.isFinite(effect) || !Double.isFinite(perUnit)) {
      throw new IllegalArgumentException(
          "not an effect of varying units: %s, %s, share %s"
              .formatted(effect, variances, treatmentShare));
    }
    if (firstUnits < 1 || mostUnits <= firstUnits) {
      throw new IllegalArgumentException(
          "not from fewer to more units: %d to %d".formatted(firstUnits, mostUnits));
    }
    List<Double> fractions = new ArrayList<>();
    List<Double> bounds = new ArrayList<>();
    double spread = treatmentShare * (1 - treatmentShare);
    for (int look = 0; look < LOOKS; look++) {
      double left = (LOOKS - 1.0 - look) / (LOOKS - 1.0);
      double units = mostUnits * Math.pow((double) firstUnits / mostUnits, left);
      fractions.add(units / mostUnits);
      bounds.add(mixture.critical(4 * spread * units, alternative, confidence));
    }
    double drift = Math.clamp(effect / Math.sqrt(perUnit / mostUnits), -1e6, 1e6);
    BoundaryCrossing crossing = BoundaryCrossing.of(fractions, bounds, alternative, drift);
    return new ExpectedStopping(
        mostUnits * crossing.expectedFraction(), median(crossing, mostUnits), crossing.power());
  }

  private static Result<Long> median(BoundaryCrossing crossing, long mostUnits) {
    double decided = 0;
    for (int look = 0; look < LOOKS; look++) {
      double before = decided;
      decided += crossing.above().get(look) + crossing.below().get(look);
      if (decided >= 0.5) {
        double from = look == 0 ? 0 : crossing.fractions().get(look - 1);
        double share = (0.5 - before) / (decided - before);
        double fraction = from + share * (crossing.fractions().get(look) - from);
        return Result.computed((long) Math.ceil(fraction * mostUnits));
      }
    }
    return Result.degenerate(
        Result.Reason.TOO_FEW_OBSERVATIONS,
        "only a share of %.3f decides within %d units".formatted(decided, mostUnits));
  }
}
