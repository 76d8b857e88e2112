// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.judge;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Estimate;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;

/**
 * The true rate of good answers behind a judge who errs at known rates.
 *
 * <p>With p the share judged good, sensitivity e and specificity f, {@code (p + f - 1) / (e + f -
 * 1)}; Rogan and Gladen, "Estimating Prevalence from the Results of a Screening Test", American
 * Journal of Epidemiology 107 (1978). Its variance by the delta method, {@code (v_p + r^2 v_e + (1
 * - r)^2 v_f) / (e + f - 1)^2}, holds the error of all three. The interval is that of Lang and
 * Reiczigel, "Confidence Limits for Prevalence of Disease Adjusted for Estimated Sensitivity and
 * Specificity", Preventive Veterinary Medicine 113 (2014), whose pseudo-observations (half of z
 * squared for p, one of each kind for e and f) keep its coverage when the judge has hardly been
 * seen to err, and which moves it by {@code 2 z^2 (r v_e - (1 - r) v_f)}. Values outside [0, 1] are
 * cut off.
 *
 * <p>Assumes that the judge errs on this traffic as where he was checked. A judge whose {@code e +
 * f - 1} cannot be told from zero tells nothing.
 */
public final class RoganGladen {

  /**
   * How a judge did where the truth is known.
   *
   * @param sensitivity how many of the good he judged good
   * @param specificity how many of the bad he judged bad
   */
  public record Judge(Proportion sensitivity, Proportion specificity) {}

  /** A rate with the variance of its estimate. */
  private record Rate(double value, double variance) {

    static Rate of(Proportion proportion, double pseudo) {
      double trials = proportion.trials() + pseudo;
      double value = (proportion.successes() + pseudo / 2) / trials;
      return new Rate(value, value * (1 - value) / trials);
    }
  }

  private record Rates(Rate judged, Rate sensitivity, Rate specificity) {

    double information() {
      return sensitivity.value + specificity.value - 1;
    }

    double corrected() {
      return Math.clamp((judged.value + specificity.value - 1) / information(), 0, 1);
    }

    double deviation() {
      double rate = corrected();
      double variance =
          judged.variance
              + rate * rate * sensitivity.variance
              + (1 - rate) * (1 - rate) * specificity.variance;
      return Math.sqrt(variance) / information();
    }
  }

  private RoganGladen() {}

  public static Result<Estimate> of(Proportion judgedGood, Judge judge, Confidence confidence) {
    long fewest =
        Math.min(
            judgedGood.trials(),
            Math.min(judge.sensitivity().trials(), judge.specificity().trials()));
    if (fewest == 0) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "a corrected rate needs verdicts, and checks of the judge on good and on bad answers");
    }
    double z = new ReferenceDistribution.Normal().critical(confidence.tail(Alternative.TWO_SIDED));
    Rates shrunk = rates(judgedGood, judge, z * z, 2);
    double unsure = z * Math.sqrt(shrunk.sensitivity.variance + shrunk.specificity.variance);
    Rates plain = rates(judgedGood, judge, 0, 0);
    if (shrunk.information() <= unsure || plain.information() <= 0) {
      return Result.degenerate(
          Result.Reason.BASELINE_NEAR_ZERO,
          "the judge's sensitivity and specificity exceed chance by %s, within their error of %s"
              .formatted(shrunk.information(), unsure));
    }
    return Result.computed(
        new Estimate(plain.corrected(), plain.deviation(), interval(shrunk, z, confidence)));
  }

  private static Rates rates(
      Proportion judgedGood, Judge judge, double pseudoJudged, double pseudoChecked) {
    return new Rates(
        Rate.of(judgedGood, pseudoJudged),
        Rate.of(judge.sensitivity(), pseudoChecked),
        Rate.of(judge.specificity(), pseudoChecked));
  }

  private static Interval interval(Rates rates, double z, Confidence confidence) {
    double rate = rates.corrected();
    double shift =
        2 * z * z * (rate * rates.sensitivity.variance - (1 - rate) * rates.specificity.variance);
    double reach = z * rates.deviation();
    return new Interval(
        Math.clamp(rate + shift - reach, 0, 1), Math.clamp(rate + shift + reach, 0, 1), confidence);
  }
}
