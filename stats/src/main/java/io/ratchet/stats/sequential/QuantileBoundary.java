// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.sketch.QuantileSample;
import io.ratchet.stats.sketch.RankedValues;

/** The values that may be the quantile of one arm as far as its boundary tells. */
final class QuantileBoundary {

  /** The weight of caution about the design effect, in observations on the rarer side. */
  private static final double BORROWED = 5;

  private static final int STEPS = 60;

  /** Of a share. */
  private static final double PRECISION = 1e-13;

  private QuantileBoundary() {}

  /** One-sided alternatives leave the other end open. */
  static Interval interval(
      QuantileSample sample,
      Alternative alternative,
      NormalMixture mixture,
      Confidence confidence) {
    double critical = mixture.critical(time(sample), alternative, confidence);
    double observations = sample.values().count() / sample.cautiousDesignEffect(BORROWED);
    double limit = critical * critical / 2 / observations;
    double lower =
        alternative == Alternative.LESS ? Double.NEGATIVE_INFINITY : lower(sample, limit);
    double upper =
        alternative == Alternative.GREATER ? Double.POSITIVE_INFINITY : upper(sample, limit);
    return new Interval(lower, upper, confidence);
  }

  /** As though the arm were one of two equal ones, which is what mixtures are tuned for. */
  private static double time(QuantileSample sample) {
    return 2.0 * sample.units().n();
  }

  private static double lower(QuantileSample sample, double limit) {
    RankedValues values = sample.values();
    double share = farthest(sample.share(), 0, limit);
    long rank = (long) Math.ceil(share * values.count());
    return rank < 1 ? values.floor() : values.least(rank);
  }

  private static double upper(QuantileSample sample, double limit) {
    RankedValues values = sample.values();
    double share = farthest(sample.share(), 1, limit);
    long rank = (long) Math.floor(share * values.count()) + 1;
    return rank > values.count() ? Double.POSITIVE_INFINITY : values.most(rank);
  }

  /**
   * The share from here towards the end whose divergence is the limit, or the end itself. As the
   * divergence is convex, Newton's steps pass the limit once and then come back to it.
   */
  private static double farthest(double share, double end, double limit) {
    if (divergence(end, share) <= limit) {
      return end;
    }
    double reach = Math.sqrt(2 * limit * share * (1 - share));
    double at = inside(share, end, share + Math.copySign(reach, end - share));
    for (int step = 0; step < STEPS; step++) {
      double slope = Math.log(at / share) - Math.log((1 - at) / (1 - share));
      double next = inside(at, end, at - (divergence(at, share) - limit) / slope);
      if (Math.abs(next - at) <= PRECISION) {
        return next;
      }
      at = next;
    }
    return at;
  }

  /** The share, or half the way to the end where it lies beyond. */
  private static double inside(double from, double end, double share) {
    return share > 0 && share < 1 ? share : (from + end) / 2;
  }

  /** Kullback and Leibler's of an observed share from the true one. */
  private static double divergence(double observed, double share) {
    return part(observed, share) + part(1 - observed, 1 - share);
  }

  private static double part(double observed, double share) {
    return observed == 0 ? 0 : observed * Math.log(observed / share);
  }

  /** Half the distance between the values one standard error of the share away on both sides. */
  static double standardError(QuantileSample sample) {
    double share = sample.share();
    double n = sample.values().count();
    double reach = Math.sqrt(share * (1 - share) * n * sample.designEffect());
    long lower = Math.clamp((long) Math.floor(n * share - reach), 1, sample.values().count());
    long upper = Math.clamp((long) Math.ceil(n * share + reach), 1, sample.values().count());
    return (sample.values().most(upper) - sample.values().least(lower)) / 2;
  }
}
