// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.planning;

import io.ratchet.stats.Confidence;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;

/**
 * How far below and above an arm's observed rate another arm's would have to be, to be told from it
 * with the units that both have.
 *
 * <p>The two rates q with {@code (q - p)^2 = z^2 (p (1 - p) / n1 + q (1 - q) / n2)}, the ends at
 * which an unpooled z test of the difference is just significant; a quadratic in q. Assumes counts
 * large enough for a normal difference. A root outside of 0 to 1 means that no rate at all on that
 * side would be told from this one, and {@link #reachable} says so.
 *
 * @param negative the observed rate minus the higher of the two
 * @param positive the observed rate minus the lower of the two
 */
public record DistinguishableEffect(double rate, double negative, double positive) {

  /** The effects that the other arm's number of trials allows. */
  public static Result<DistinguishableEffect> of(
      Proportion seen, long otherTrials, Confidence confidence) {
    if (otherTrials < 0) {
      throw new IllegalArgumentException("not a number of trials: " + otherTrials);
    }
    if (Math.min(seen.trials(), otherTrials) == 0) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "an arm without trials is told from none: %d and %d"
              .formatted(seen.trials(), otherTrials));
    }
    double z = new ReferenceDistribution.Normal().critical(confidence.alpha() / 2);
    double weight = z * z / otherTrials;
    double p = seen.rate();
    double spread = z * z * p * (1 - p) / seen.trials();
    double middle = weight * (1 - 2 * p) / 2;
    double root = Math.sqrt(middle * middle + (1 + weight) * (spread + weight * p * (1 - p)));
    double higher = (middle + root) / (1 + weight);
    double lower = (middle - root) / (1 + weight);
    return Result.computed(new DistinguishableEffect(p, -higher, -lower));
  }

  /** Whether the other arm can have such a rate: whether {@code rate - effect} is one. */
  public boolean reachable(double effect) {
    double other = rate - effect;
    return other >= 0 && other <= 1;
  }
}
