// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.planning;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;
import io.ratchet.stats.sequential.NormalMixture;

/**
 * How many times its present units a running experiment still needs, to find an effect with the
 * wanted power.
 *
 * <p>The variance of the estimate falls in proportion to the units: with s times as many more it is
 * {@code V / (1 + s)}, and s is the smallest from 0 on at which the power is reached. Assumes that
 * units keep coming in the same shares with the same variance. The effect is the one that was
 * planned for, never the one that was seen: power computed from an observed effect says no more
 * than its p-value (Hoenig and Heisey, "The Abuse of Power", The American Statistician 55, 2001).
 *
 * @param effect to be found
 * @param variance of the estimate by now
 * @param units by now, as the time of {@link NormalMixture}
 */
public record ContinuedExperiment(
    double effect, double variance, double units, Confidence confidence) {

  /** More than this many times the present units are called never. */
  public static final double MOST = 0x1p40;

  private static final ReferenceDistribution NORMAL = new ReferenceDistribution.Normal();

  public ContinuedExperiment {
    boolean sound = Double.isFinite(effect) && variance > 0 && Double.isFinite(variance);
    if (!sound || !(units > 0) || Double.isInfinite(units)) {
      throw new IllegalArgumentException(
          "not an experiment: effect %s, variance %s, %s units".formatted(effect, variance, units));
    }
  }

  /** What is believed of the effect before the data: normal around a mean. */
  public record Prior(double mean, double variance) {
    public Prior {
      if (!Double.isFinite(mean) || !(variance > 0) || Double.isInfinite(variance)) {
        throw new IllegalArgumentException("not a prior: %s, %s".formatted(mean, variance));
      }
    }
  }

  private interface PowerAt {
    double of(double scale);
  }

  /** Decided by one two-sided look at the end. */
  public Result<Double> oneLook(double power) {
    double critical = NORMAL.critical(confidence.alpha() / 2);
    return scaling(power, scale -> power(scale, critical));
  }

  /** Decided by an always-valid sequence, at its last look. */
  public Result<Double> alwaysValid(double power, NormalMixture mixture) {
    return scaling(
        power,
        scale -> power(scale, mixture.critical(scale * units, Alternative.TWO_SIDED, confidence)));
  }

  /**
   * Decided by whether the central posterior interval of this level excludes zero: the posterior's
   * mean is {@code (d / v + m / w) / (1 / v + 1 / w)}, normal like the estimate d.
   */
  public Result<Double> bayesian(double power, Prior prior) {
    double critical = NORMAL.critical(confidence.alpha() / 2);
    return scaling(
        power,
        scale -> {
          double data = scale / variance;
          double deviation = Math.sqrt(data);
          double margin = critical * Math.sqrt(data + 1 / prior.variance());
          double known = prior.mean() / prior.variance() + effect * data;
          return NORMAL.survival((margin - known) / deviation)
              + NORMAL.survival((margin + known) / deviation);
        });
  }

  private double power(double scale, double critical) {
    return Power.beyond(effect / Math.sqrt(variance / scale), critical, Alternative.TWO_SIDED);
  }

  /** The additional units as a multiple of the present ones: doubling, then halving. */
  private static Result<Double> scaling(double power, PowerAt powerAt) {
    if (!(power >= 0.5 && power < 1)) {
      throw new IllegalArgumentException("power must be at least 0.5 and below 1: " + power);
    }
    if (powerAt.of(1) >= power) {
      return Result.computed(0.0);
    }
    double low = 1;
    double high = 2;
    while (high < MOST && powerAt.of(high) < power) {
      low = high;
      high *= 2;
    }
    if (high >= MOST) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "not even %.0f times the present units find the effect".formatted(MOST));
    }
    while (high - low > 1e-12 * high) {
      double middle = (low + high) / 2;
      if (powerAt.of(middle) < power) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Result.computed(high - 1);
  }
}
