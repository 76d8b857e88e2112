// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.planning;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Moments;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.sequential.GroupSequentialBounds;
import io.ratchet.stats.sequential.GroupSequentialDesign;
import io.ratchet.stats.sequential.NormalMixture;

/**
 * How many units two arms need to find an effect of a given size.
 *
 * <p>With treatment share s, the difference has variance {@code V / N} per N units in all, {@code V
 * = v1 / (1 - s) + v2 / s}. One look at the end, the Welch or z test, needs {@code N =
 * (z_(1-alpha/2) + z_power)^2 V / effect^2} (Fleiss, Levin and Paik, "Statistical Methods for Rates
 * and Proportions", 3rd ed., 2003, chapter 4, without continuity correction). An always-valid
 * sequence needs the N at which its half width plus {@code z_power} standard errors is the effect:
 * then the sequence has decided by N with at least that power, and on average well before.
 *
 * @param control units of the control
 * @param treatment units of the treatment
 */
public record SampleSize(long control, long treatment) {

  /** Answers stop here: more units than anyone has. */
  private static final double MOST = 0x1p60;

  /** What is wanted and how units are spread. */
  public record Design(
      double treatmentShare, double power, Alternative alternative, Confidence confidence) {

    public Design {
      if (!(treatmentShare > 0 && treatmentShare < 1)) {
        throw new IllegalArgumentException("not a share between 0 and 1: " + treatmentShare);
      }
      if (!(power >= 0.5 && power < 1)) {
        throw new IllegalArgumentException("power must be at least 0.5 and below 1: " + power);
      }
    }

    /** Equal arms and two sides. */
    public static Design balanced(double power, Confidence confidence) {
      return new Design(0.5, power, Alternative.TWO_SIDED, confidence);
    }

    private double powerQuantile() {
      return new ReferenceDistribution.Normal().critical(1 - power);
    }

    private double variance(Variances variances) {
      return variances.control() / (1 - treatmentShare) + variances.treatment() / treatmentShare;
    }
  }

  /** The variance of one unit in each arm. */
  public record Variances(double control, double treatment) {

    public Variances {
      if (!(control >= 0 && treatment >= 0 && Double.isFinite(control + treatment))) {
        throw new IllegalArgumentException("not variances: %s, %s".formatted(control, treatment));
      }
    }

    /** Those of units that succeed at these rates. */
    public static Variances ofRates(double control, double treatment) {
      return new Variances(control * (1 - control), treatment * (1 - treatment));
    }

    /**
     * Those of the difference as a share of the control's mean, by the delta method, if that share
     * is the lift: {@code v2 / m^2} and {@code v1 (1 + lift)^2 / m^2}. With them the lift takes the
     * effect's place in every method about absolute effects.
     */
    public Variances relative(double mean, double lift) {
      if (mean == 0) {
        throw new IllegalArgumentException("nothing can be relative to a mean of zero");
      }
      double grown = (1 + lift) / mean;
      return new Variances(control * grown * grown, treatment / mean / mean);
    }

    /** Those seen so far. */
    public static Variances of(Moments control, Moments treatment) {
      return new Variances(control.variance(), treatment.variance());
    }
  }

  /** The units in all. */
  public long total() {
    return Math.addExact(control, treatment);
  }

  /** The fewest units with which one look at the end finds the effect with the wanted power. */
  public static SampleSize fixed(double effect, Variances variances, Design design) {
    requireEffect(effect);
    double reach =
        new ReferenceDistribution.Normal().critical(design.confidence().tail(design.alternative()))
            + design.powerQuantile();
    double ratio = reach / effect;
    return spread(ratio * ratio * design.variance(variances), design);
  }

  /**
   * The most units that a group sequential test needs to find the effect with the wanted power: a
   * single look's times the inflation of its bounds.
   */
  public static SampleSize groupSequential(
      double effect,
      Variances variances,
      double treatmentShare,
      double power,
      GroupSequentialBounds bounds) {
    requireEffect(effect);
    GroupSequentialDesign test = bounds.design();
    Design design = new Design(treatmentShare, power, test.alternative(), test.confidence());
    double ratio = bounds.driftFor(power) / effect;
    double units = ratio * ratio * bounds.fractions().getLast() * design.variance(variances);
    return spread(units, design);
  }

  /**
   * The fewest units with which the always-valid sequence of this mixture has found the effect with
   * the wanted power. At a power of 0.5 that is where its half width is the effect.
   */
  public static SampleSize alwaysValid(
      double effect, Variances variances, Design design, NormalMixture mixture) {
    requireEffect(effect);
    double low = 0;
    double high = 1;
    while (high < MOST && !found(high, effect, variances, design, mixture)) {
      low = high;
      high *= 2;
    }
    while (low > 0 && high - low > 1e-9 * high) {
      double middle = (low + high) / 2;
      if (found(middle, effect, variances, design, mixture)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return spread(high, design);
  }

  private static boolean found(
      double units, double effect, Variances variances, Design design, NormalMixture mixture) {
    double share = design.treatmentShare();
    double time = NormalMixture.time(units * (1 - share), units * share);
    double reach =
        mixture.critical(time, design.alternative(), design.confidence()) + design.powerQuantile();
    return reach * Math.sqrt(design.variance(variances) / units) <= Math.abs(effect);
  }

  private static SampleSize spread(double units, Design design) {
    return new SampleSize(
        (long) Math.ceil(Math.min(units, MOST) * (1 - design.treatmentShare())),
        (long) Math.ceil(Math.min(units, MOST) * design.treatmentShare()));
  }

  private static void requireEffect(double effect) {
    if (!(Math.abs(effect) > 0) || Double.isInfinite(effect)) {
      throw new IllegalArgumentException("no number of units finds an effect of " + effect);
    }
  }
}
