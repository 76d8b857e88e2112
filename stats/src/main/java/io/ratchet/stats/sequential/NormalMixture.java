// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Result;
import io.ratchet.stats.WaldInference;

/**
 * The boundary that a standardised estimate may cross at any time at all only with the promised
 * chance, however often one looks: what turns an estimate into an always-valid one.
 *
 * <p>A likelihood ratio that mixes over the possible effects by a normal distribution of standard
 * deviation rho, in standard deviations of one unit, is a martingale without effect, and so exceeds
 * {@code 1/alpha} ever with a chance of alpha (Ville). For {@code z = estimate / se} at time v, in
 * units, that says {@code z^2 < 2 (v rho^2 + 1) / (v rho^2) ln(sqrt(v rho^2 + 1) / alpha)}:
 * Robbins, "Statistical Methods Related to the Law of the Iterated Logarithm", Annals of
 * Mathematical Statistics 41 (1970); Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-Uniform
 * Central Limit Theory and Asymptotic Confidence Sequences", Annals of Statistics 52 (2024),
 * section 2. One sided, {@code ln(1 + sqrt(v rho^2 + 1) / (2 alpha))} takes the logarithm's place
 * (the same, appendix). The p-value is the alpha whose boundary runs through z, and with two sides
 * it is that of the mixture sequential probability ratio test (Johari, Koomen, Pekelis and Walsh,
 * "Always Valid Inference", Operations Research 70, 2022).
 *
 * <p>Any rho is valid if it was chosen before the data; it decides at which time the boundary is
 * tightest. Off by a factor of four in time, it costs less than a tenth of the width.
 */
public record NormalMixture(double rho) {
  private static final double LEAST = 1e-12;
  private static final double MOST = 1e12;

  public NormalMixture {
    if (!(rho >= LEAST && rho <= MOST)) {
      throw new IllegalArgumentException(
          "rho must lie between %s and %s: %s".formatted(LEAST, MOST, rho));
    }
  }

  /**
   * The mixture whose two-sided boundary is tightest after this many units in two equal arms.
   *
   * <p>{@code v rho^2 = -W(-alpha^2 / e) - 1} on the lower branch of Lambert's function (Howard,
   * Ramdas, McAuliffe and Sekhon, "Time-Uniform, Nonparametric, Nonasymptotic Confidence
   * Sequences", Annals of Statistics 49, 2021, on tuning mixtures), solved as the fixed point
   * {@code x = ln(1 + x) - ln(alpha^2)}, which it contracts to.
   */
  public static NormalMixture tunedFor(long units, Confidence confidence) {
    if (units < 1) {
      throw new IllegalArgumentException("a plan needs at least one unit, not " + units);
    }
    double start = -2 * Math.log(confidence.alpha());
    double x = start;
    double last;
    do {
      last = x;
      x = start + Math.log1p(x);
    } while (x - last > Math.ulp(x));
    return new NormalMixture(Math.sqrt(x / units));
  }

  /** The mixture whose boundary is tightest when the arms have these many units. */
  public static NormalMixture tunedFor(
      long controlUnits, long treatmentUnits, Confidence confidence) {
    long time = (long) Math.ceil(time((double) controlUnits, (double) treatmentUnits));
    return tunedFor(Math.max(1, time), confidence);
  }

  /**
   * The time at which a comparison of two arms stands: the units of two equal arms that would tell
   * as much. Grows with the information about the difference even while the allocation changes,
   * which the total does not.
   */
  public static double time(double controlUnits, double treatmentUnits) {
    double units = controlUnits + treatmentUnits;
    return units == 0 ? 0 : 4 * controlUnits * (treatmentUnits / units);
  }

  public static double time(long controlUnits, long treatmentUnits) {
    return time((double) controlUnits, (double) treatmentUnits);
  }

  /** How many standard errors the estimate may be away from the truth. */
  public double critical(double time, Alternative alternative, Confidence confidence) {
    double information = time * rho * rho;
    double root = Math.sqrt(information + 1);
    double log =
        switch (alternative) {
          case TWO_SIDED -> Math.log(root / confidence.alpha());
          case GREATER, LESS -> Math.log1p(root / (2 * confidence.alpha()));
        };
    return Math.sqrt(2 * (1 + 1 / information) * log);
  }

  /** The smallest alpha whose boundary the statistic has crossed by now. */
  public double pValue(double statistic, double time, Alternative alternative) {
    double information = time * rho * rho;
    double root = Math.sqrt(information + 1);
    double evidence = statistic * statistic / 2 * (information / (information + 1));
    return switch (alternative) {
      case TWO_SIDED -> Math.min(1, root * Math.exp(-evidence));
      case GREATER -> oneSided(statistic, root, evidence);
      case LESS -> oneSided(-statistic, root, evidence);
    };
  }

  private static double oneSided(double statistic, double root, double evidence) {
    return statistic <= 0 ? 1 : Math.min(1, root / (2 * Math.expm1(evidence)));
  }

  /** What {@link WaldInference} does for one look, for all of them. */
  public Result<Effect> infer(
      double estimate,
      double standardError,
      double time,
      Alternative alternative,
      Confidence confidence) {
    double reach = critical(time, alternative, confidence) * standardError;
    if (!Double.isFinite(estimate) || !Double.isFinite(reach)) {
      return Result.degenerate(
          Result.Reason.NOT_FINITE, "the effect or its standard error is beyond double arithmetic");
    }
    if (standardError == 0) {
      return Result.computed(Effect.Exact.of(estimate, confidence));
    }
    return Result.computed(
        new Effect.Estimated(
            estimate,
            standardError,
            pValue(estimate / standardError, time, alternative),
            WaldInference.interval(estimate, reach, alternative, confidence)));
  }
}
