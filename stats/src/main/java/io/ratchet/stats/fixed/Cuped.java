// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.RatioPairMoments;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;
import io.ratchet.stats.WaldInference;

/**
 * Two arms freed from what a covariate of each unit, known before the experiment, already explains.
 *
 * <p>With metric Y, covariate X and {@code theta = cov(Y, X) / var(X)} over both arms together, an
 * arm's mean becomes {@code mean(Y) - theta (mean(X) - M)}, M being the covariate's mean over both,
 * with variance {@code s_Y^2 + theta^2 s_X^2 - 2 theta s_XY}: Deng, Xu, Kohavi and Walker,
 * "Improving the Sensitivity of Online Controlled Experiments by Utilizing Pre-Experiment Data"
 * (CUPED), WSDM 2013, section 3. Variance falls by the squared correlation. Without correlation, or
 * with a covariate that never varied, theta is 0 and the arms stay as they are.
 *
 * <p>Relative differences are shares of the unadjusted control mean, which is what people know,
 * with the delta method's variance over Y and X of both arms, since the control's Y stands above
 * and below the line.
 *
 * <p>Assumes independent units and a covariate that the experiment cannot have changed: the unit's
 * own past, or the score of the same input before. A covariate measured later biases the effect.
 *
 * @param control the control's units: metric (x), covariate (y)
 * @param treatment the same of the treatment
 */
public record Cuped(
    PairedMoments control, PairedMoments treatment, double theta, Expansion expansion) {

  /**
   * Around which covariate means the delta method expands the relative difference: both differ by
   * chance only, and so do the answers. Means and ratios follow their usual published forms.
   */
  public enum Expansion {
    /** Equal ones in both arms, as assignment by chance makes them on average. */
    EQUAL_COVARIATES,
    /** Those that were observed. */
    OBSERVED_COVARIATES
  }

  public Cuped {
    if (!Double.isFinite(theta)) {
      throw new IllegalArgumentException("not a coefficient: " + theta);
    }
  }

  /** With the coefficient that both arms together give. */
  public static Result<Cuped> of(PairedMoments control, PairedMoments treatment) {
    if (Math.min(control.n(), treatment.n()) < 2) {
      return WelchTest.tooFew(control.x(), treatment.x());
    }
    return ofTheta(control, treatment, theta(control.plus(treatment)), Expansion.EQUAL_COVARIATES);
  }

  /**
   * The same for a ratio metric, whose covariate is the same ratio before the experiment; the
   * coefficient is that inside the arms.
   */
  public static Result<Cuped> ofRatios(RatioPairMoments control, RatioPairMoments treatment) {
    return Ratio.of(control)
        .flatMap(first ->
            Ratio.of(treatment)
                .flatMap(second ->
                    ofTheta(first, second, within(first, second), Expansion.OBSERVED_COVARIATES)));
  }

  /** The slope inside the arms, since each arm's units are linear around that arm's own ratio. */
  private static double within(PairedMoments control, PairedMoments treatment) {
    double spread = control.m2Y() + treatment.m2Y();
    return spread == 0 ? 0 : (control.comoment() + treatment.comoment()) / spread;
  }

  private static Result<Cuped> ofTheta(
      PairedMoments control, PairedMoments treatment, double theta, Expansion expansion) {
    return Double.isFinite(theta)
        ? Result.computed(new Cuped(control, treatment, theta, expansion))
        : Result.degenerate(
            Result.Reason.NOT_FINITE, "metric and covariate are too far apart in scale");
  }

  /** The slope of the metric over the covariate; 0 if the covariate never varied. */
  public static double theta(PairedMoments units) {
    return units.m2Y() == 0 ? 0 : units.comoment() / units.m2Y();
  }

  /** The control as adjusted; merges with nothing, since theta comes from these two arms. */
  public Moments adjustedControl() {
    return adjusted(control);
  }

  /** The treatment as adjusted. */
  public Moments adjustedTreatment() {
    return adjusted(treatment);
  }

  private Moments adjusted(PairedMoments arm) {
    double all = control.plus(treatment).meanY();
    Moments spread = arm.combined(-theta);
    return new Moments(arm.n(), arm.meanX() - theta * (arm.meanY() - all), spread.m2());
  }

  /** The treatment's adjusted mean minus the control's. */
  public Result<Effect> difference(Alternative alternative, Confidence confidence) {
    return WelchTest.of(adjustedControl(), adjustedTreatment(), alternative, confidence);
  }

  /** The same as a share of the control's unadjusted mean. */
  public Result<Effect> relative(Alternative alternative, Confidence confidence) {
    ReferenceDistribution reference = WelchTest.reference(adjustedControl(), adjustedTreatment());
    double reach =
        reference.critical(confidence.tail(alternative)) * Math.sqrt(control.x().varianceOfMean());
    if (Math.abs(control.meanX()) <= reach) {
      return RelativeDifference.nearZero(control.x(), reach);
    }
    return WaldInference.of(lift(), Math.sqrt(liftVariance()), reference, alternative, confidence);
  }

  /** The adjusted difference as a share of the control's unadjusted mean. */
  public double lift() {
    double difference =
        treatment.meanX() - control.meanX() - theta * (treatment.meanY() - control.meanY());
    return difference / Math.abs(control.meanX());
  }

  /** The estimated variance of the lift. */
  public double liftVariance() {
    double share = share();
    Moments ofControl =
        new PairedMoments(
                control.n(),
                control.meanX() * share,
                control.m2X() * share * share,
                control.meanY(),
                control.m2Y(),
                control.comoment() * share)
            .combined(-theta);
    double variance = ofControl.varianceOfMean() + treatment.combined(-theta).varianceOfMean();
    return variance / control.meanX() / control.meanX();
  }

  /** The treatment as a share of the control, which the control's error counts by. */
  private double share() {
    return switch (expansion) {
      case EQUAL_COVARIATES -> treatment.meanX() / control.meanX();
      case OBSERVED_COVARIATES -> 1 + Math.signum(control.meanX()) * lift();
    };
  }
}
