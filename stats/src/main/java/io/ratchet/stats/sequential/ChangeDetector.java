// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Proportion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What watches one metric after its version was promoted, and raises an alarm soon after it has
 * moved away from its {@link ChangeBaseline}: all it has to remember.
 *
 * <p>An e-detector of the Shiryaev-Roberts kind, {@code M = (M + b) E} for a batch of b units with
 * e-value E: as though one watch had begun at each unit, a bet of one each. Without a change M
 * grows by at most one per unit in expectation, so that it reaches A no sooner, on average, than
 * after A units (Shin, Ramdas and Rinaldo, "E-Detectors: A Nonparametric Framework for Sequential
 * Change Detection", New England Journal of Statistics in Data Science 2, 2024), and within n units
 * with a chance of at most n / A. It is never below the sum of logarithms that starts again at zero
 * (Page, "Continuous Inspection Schemes", Biometrika 41, 1954), hence alarms no later at the same
 * threshold. The mean of detectors for several sizes of change is one as well.
 *
 * <p>Assumes units that are independent before the change, and batches whose size does not depend
 * on their outcomes; exact as far as the baseline's factors are. Smaller batches find a change
 * sooner. Measured with A = 10,000, a fall from .95 to .85 is found after 74 units in half of the
 * runs, from .95 to .5 after 13, from .99 to .98 after 600. Unlike a test it never learns that all
 * is well: at A units without change an alarm is due.
 *
 * @param averageRunLength A: the units until a false alarm, at least, on average
 * @param units seen
 * @param logs of M, per size of change
 * @param peak the logarithm of the largest M, averaged over sizes; an alarm stays
 */
public record ChangeDetector(
    ChangeBaseline baseline,
    Alternative alternative,
    double averageRunLength,
    long units,
    List<Double> logs,
    double peak) {

  private static final double SMALLEST = 0.1;
  private static final double RATIO = 2;
  private static final int SIZES = 5;
  private static final double[] EITHER = shiftsOf(Alternative.TWO_SIDED);
  private static final double[] UPWARDS = shiftsOf(Alternative.GREATER);
  private static final double[] DOWNWARDS = shiftsOf(Alternative.LESS);

  /** The logarithm of M before the first unit, about that of 0. */
  private static final double NOTHING = -700;

  public ChangeDetector {
    logs = List.copyOf(logs);
    if (!(averageRunLength > 1 && averageRunLength <= 1e18)) {
      throw new IllegalArgumentException("not an average run length: " + averageRunLength);
    }
    boolean finite = logs.stream().allMatch(Double::isFinite) && Double.isFinite(peak);
    if (units < 0 || !finite || logs.size() != shifts(alternative).length) {
      throw new IllegalArgumentException(
          "not a state: %d units, %s, peak %s".formatted(units, logs, peak));
    }
  }

  /** Before the first unit; {@code LESS} watches for a fall. */
  public static ChangeDetector start(
      ChangeBaseline baseline, Alternative alternative, double averageRunLength) {
    int sizes = shifts(alternative).length;
    return new ChangeDetector(
        baseline, alternative, averageRunLength, 0, Collections.nCopies(sizes, NOTHING), NOTHING);
  }

  public ChangeDetector plus(Proportion batch) {
    return plus(batch.trials(), (double) batch.successes());
  }

  public ChangeDetector plus(Moments batch) {
    return plus(batch.n(), batch.n() * batch.mean());
  }

  private ChangeDetector plus(long added, double sum) {
    if (added == 0) {
      return this;
    }
    double[] shifts = shifts(alternative);
    List<Double> next = new ArrayList<>();
    for (int i = 0; i < shifts.length; i++) {
      double grown = EvidenceSum.logPlus(logs.get(i), (double) added);
      double log = grown + baseline.logFactor(shifts[i], (double) added, sum);
      next.add(Math.clamp(log, NOTHING, -NOTHING * 1e6));
    }
    return new ChangeDetector(
        baseline,
        alternative,
        averageRunLength,
        Math.addExact(units, added),
        next,
        Math.max(peak, EvidenceSum.logMean(next)));
  }

  /** Whether the metric has changed. */
  public boolean alarmed() {
    return peak >= Math.log(averageRunLength);
  }

  /** M by now as a share of what raises the alarm, on a logarithmic scale from 0 to 1. */
  public double level() {
    return Math.clamp(EvidenceSum.logMean(logs) / Math.log(averageRunLength), 0, 1);
  }

  private static double[] shifts(Alternative alternative) {
    return switch (alternative) {
      case TWO_SIDED -> EITHER;
      case GREATER -> UPWARDS;
      case LESS -> DOWNWARDS;
    };
  }

  private static double[] shiftsOf(Alternative alternative) {
    return EvidenceSum.towards(EvidenceSum.geometric(SMALLEST, RATIO, SIZES), alternative);
  }
}
