// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Moments;
import io.ratchet.stats.Result;

/** How large a difference is beside what varies anyway, free of the metric's unit. */
public final class EffectSize {

  private EffectSize() {}

  /**
   * The chance that a value of the treatment is higher than one of the control, ties as half: U
   * over the number of pairs. McGraw and Wong, "A Common Language Effect Size Statistic",
   * Psychological Bulletin 111 (1992).
   */
  public static Result<Double> commonLanguage(double[] control, double[] treatment) {
    Ranks ranks = Ranks.of(control, treatment);
    return ranks.pairs() == 0
        ? Result.degenerate(
            Result.Reason.TOO_FEW_OBSERVATIONS, "both arms need a value to compare any pair")
        : Result.computed(ranks.u() / ranks.pairs());
  }

  /**
   * The difference of means over the pooled standard deviation: Cohen, "Statistical Power Analysis
   * for the Behavioral Sciences", 2nd ed. (1988), section 2.5.
   */
  public static Result<Double> cohensD(Moments control, Moments treatment) {
    if (Math.min(control.n(), treatment.n()) < 2) {
      return WelchTest.tooFew(control, treatment);
    }
    double deviation =
        Math.sqrt((control.m2() + treatment.m2()) / (control.n() - 1.0 + treatment.n() - 1.0));
    double d = (treatment.mean() - control.mean()) / deviation;
    if (deviation == 0) {
      return Result.degenerate(
          Result.Reason.NO_VARIATION, "neither arm varies, so there is nothing to compare with");
    }
    return Double.isFinite(d)
        ? Result.computed(d)
        : Result.degenerate(Result.Reason.NOT_FINITE, "the effect is beyond double arithmetic");
  }
}
