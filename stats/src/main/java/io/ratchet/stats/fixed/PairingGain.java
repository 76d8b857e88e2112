// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.Result;

/**
 * What it was worth to ask both versions the same inputs instead of different ones.
 *
 * <p>The difference of two independent means of n observations has the variance {@code (s_X^2 +
 * s_Y^2) / n}, that of paired ones {@code (s_X^2 + s_Y^2 - 2 s_XY) / n}. Their ratio is the share
 * of the inputs that pairing needs for the same precision: {@code 1 - r} with equal variances and
 * the correlation r. Snedecor and Cochran, "Statistical Methods" (1989), chapter 6, on pairing
 * against independent samples .
 *
 * @param correlation of both values
 * @param varianceRatio below 1 where pairing helped; above where the values oppose each other
 */
public record PairingGain(double correlation, double varianceRatio) {

  /** Of values that varied in both arms; else there is no correlation to speak of. */
  public static Result<PairingGain> of(PairedMoments pairs) {
    if (pairs.n() < 2) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "a correlation needs at least 2 pairs: there are " + pairs.n());
    }
    if (pairs.m2X() == 0 || pairs.m2Y() == 0) {
      return Result.degenerate(
          Result.Reason.NO_VARIATION, "one of both never varied, so nothing can be shared");
    }
    double apart = pairs.m2X() + pairs.m2Y();
    double correlation = pairs.comoment() / (Math.sqrt(pairs.m2X()) * Math.sqrt(pairs.m2Y()));
    return Result.computed(
        new PairingGain(
            Math.clamp(correlation, -1, 1), Math.max(0, apart - 2 * pairs.comoment()) / apart));
  }
}
