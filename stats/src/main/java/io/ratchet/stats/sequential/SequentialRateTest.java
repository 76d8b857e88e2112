// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Proportion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The exact test between two rates that may be looked at from the first unit on: all it has to
 * remember.
 *
 * <p>A unit goes to the treatment with a known chance w, and gives outcome y. For any two rates
 * p_1, p_2 fixed before, {@code f(arm, y) = P(y | p_arm) / P(y | (1 - w) p_1 + w p_2)} has
 * expectation 1 if both arms succeed alike, whatever their common rate is: summed over the arms the
 * numerators make the denominator. So it is an e-value, the product over units a martingale, and a
 * mixture of such products reaches {@code 1 / alpha} ever with a chance of at most alpha (Ville).
 * Proven, not simulated. It is the blockwise e-value of Turner, Ly and Gruenwald, "Generic
 * E-Variables for Exact Sequential k-Sample Tests That Allow for Optional Stopping", Journal of
 * Statistical Planning and Inference 230 (2024), with the draw of the arm in the block's place, so
 * that units need no pairing. One-sided, all p_2 lie on the alternative's side, and the expectation
 * is at most 1 wherever the treatment is not on that side.
 *
 * <p>The mixture is over {@value #SIZES} odds ratios each way, from 1.1 to 14.6, equally likely;
 * both rates follow from that and the rate of all units before the batch. A batch before which
 * fewer than {@value #LEARNED_UNITS} units are known teaches that rate only, and counts as no
 * evidence.
 *
 * <p>Assumes that arms are drawn with the chance w given, independently of anything that bears on
 * the outcome, and that a unit's outcome is counted in the batch where its arm is: where a slower
 * arm's outcomes come later, counting on arrival breaks that. Outcomes between 0 and 1 may be given
 * too; as {@code log(y A + (1 - y) B) >= y log A + (1 - y) log B}, their sums give an e-value that
 * is too small if anything.
 *
 * <p>To tell .85 from .90 half of the runs need 1,260 units with a look after each, 1,400 in
 * batches of 50 and 1,800 in batches of 200, as both rates stand still within a batch; a treatment
 * that always fails is found after 4 of its units beside a control of .99. There is no interval;
 * for margins take {@link RateConfidenceSequence}, which needs about as many units, and whose
 * promise is simulated.
 *
 * @param units known so far, both arms
 * @param successes among them
 * @param logs of the product of e-values, per odds ratio
 * @param peak the logarithm of the largest evidence so far, and at least 0
 */
public record SequentialRateTest(
    Alternative alternative, double units, double successes, List<Double> logs, double peak) {

  static final int SIZES = 8;
  static final double LEARNED_UNITS = 10;
  private static final double SMALLEST = 0.1;
  private static final double RATIO = 1.6;
  private static final double[] EITHER = ratiosOf(Alternative.TWO_SIDED);
  private static final double[] HIGHER = ratiosOf(Alternative.GREATER);
  private static final double[] LOWER = ratiosOf(Alternative.LESS);

  public SequentialRateTest {
    logs = List.copyOf(logs);
    boolean finite = logs.stream().allMatch(Double::isFinite);
    if (!(successes >= 0 && successes <= units) || logs.size() != ratios(alternative).length) {
      throw new IllegalArgumentException(
          "not a state: %s of %s, %s".formatted(successes, units, logs));
    }
    if (!finite || !(peak >= 0) || Double.isInfinite(peak) || Double.isInfinite(units)) {
      throw new IllegalArgumentException("not evidence: %s, peak %s".formatted(logs, peak));
    }
  }

  /** Before the first unit; {@code GREATER} looks for a treatment with the higher rate. */
  public static SequentialRateTest start(Alternative alternative) {
    return start(alternative, new Proportion(0, 0));
  }

  /** The same with units from before, such as the control's last day, to learn the rate from. */
  public static SequentialRateTest start(Alternative alternative, Proportion history) {
    int components = ratios(alternative).length;
    return new SequentialRateTest(
        alternative,
        history.trials(),
        history.successes(),
        Collections.nCopies(components, 0.0),
        0);
  }

  /** With a batch more, of which each unit went to the treatment with the chance given. */
  public SequentialRateTest plus(Proportion control, Proportion treatment, double share) {
    return plus(
        new double[] {control.successes(), control.failures()},
        new double[] {treatment.successes(), treatment.failures()},
        share);
  }

  /** The same for units whose outcome is a share from 0 to 1. */
  public SequentialRateTest plus(Moments control, Moments treatment, double share) {
    return plus(outcomes(control), outcomes(treatment), share);
  }

  private SequentialRateTest plus(double[] control, double[] treatment, double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("not a chance between 0 and 1: " + share);
    }
    double succeeded = control[0] + treatment[0];
    double seen = succeeded + control[1] + treatment[1];
    double total = units + seen;
    double good = Math.min(total, successes + succeeded);
    if (units < LEARNED_UNITS || seen == 0) {
      return new SequentialRateTest(alternative, total, good, logs, peak);
    }
    double pooled = (successes + 0.5) / (units + 1);
    double[] ratios = ratios(alternative);
    List<Double> next = new ArrayList<>(ratios.length);
    for (int i = 0; i < ratios.length; i++) {
      double odds = odds(pooled, ratios[i], share);
      double treated = odds * ratios[i];
      double both = (1 - share) * odds / (1 + odds) + share * treated / (1 + treated);
      double missed = (1 - share) / (1 + odds) + share / (1 + treated);
      next.add(
          logs.get(i)
              + term(control[0], odds / (1 + odds) / both)
              + term(control[1], 1 / (1 + odds) / missed)
              + term(treatment[0], treated / (1 + treated) / both)
              + term(treatment[1], 1 / (1 + treated) / missed));
    }
    return new SequentialRateTest(
        alternative, total, good, next, Math.max(peak, EvidenceSum.logMean(next)));
  }

  /** The logarithm of the evidence by now. */
  public double logEvidence() {
    return EvidenceSum.logMean(logs);
  }

  /** The chance of ever as much evidence between equal arms; never rises from look to look. */
  public double pValue() {
    return Math.exp(-peak);
  }

  /** The control's odds at which both arms together succeed at the pooled rate: a quadratic. */
  private static double odds(double pooled, double ratio, double share) {
    double linear = 1 - share + share * ratio - pooled * (1 + ratio);
    double root = Math.sqrt(linear * linear + 4 * ratio * pooled * (1 - pooled));
    return linear > 0 ? 2 * pooled / (linear + root) : (root - linear) / (2 * ratio * (1 - pooled));
  }

  private static double[] ratios(Alternative alternative) {
    return switch (alternative) {
      case TWO_SIDED -> EITHER;
      case GREATER -> HIGHER;
      case LESS -> LOWER;
    };
  }

  private static double[] ratiosOf(Alternative alternative) {
    double[] logRatios =
        EvidenceSum.towards(EvidenceSum.geometric(SMALLEST, RATIO, SIZES), alternative);
    return Arrays.stream(logRatios).map(Math::exp).toArray();
  }

  private static double term(double count, double ratio) {
    return count == 0 ? 0 : count * Math.log(ratio);
  }

  private static double[] outcomes(Moments arm) {
    if (!(arm.mean() >= 0 && arm.mean() <= 1)) {
      throw new IllegalArgumentException("not moments of values from 0 to 1: " + arm);
    }
    return new double[] {arm.n() * arm.mean(), arm.n() * (1 - arm.mean())};
  }
}
