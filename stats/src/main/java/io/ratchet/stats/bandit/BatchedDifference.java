// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bandit;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;
import io.ratchet.stats.WaldInference;
import io.ratchet.stats.fixed.WelchTest;
import java.util.List;

/**
 * The difference of two arms whose shares of traffic followed what was seen of them.
 *
 * <p>Under such shares the arms' plain means are biased downwards, since an arm that starts badly
 * is not given the units to recover (Shin, Ramdas and Rinaldo, "Are Sample Means in Multi-Armed
 * Bandits Positively or Negatively Biased?", NeurIPS 2019, arXiv 1905.11397), and mixing periods of
 * different shares confuses the arms with the time of day. Within one period the shares are fixed,
 * so the difference there is that of a plain trial, and only those are combined; Zhang, Janson and
 * Murphy, "Inference for Batched Bandits", NeurIPS 2020.
 *
 * <p>{@link #weightedBySize} is the inverse probability estimate of the mean effect over all units:
 * {@code sum (N_t/N) d_t} with variance {@code sum (N_t/N)^2 v_t}. It is unbiased whatever changes
 * over time, at the price of a wide interval when an arm had few units in large periods. {@link
 * #studentized} solves their batched least squares statistic for the effect: {@code sum ((d_t -
 * D)/s_t) / sqrt(T)} is standard normal, so {@code D = sum (d_t/s_t) / sum (1/s_t)} with error
 * {@code sqrt(T) / sum (1/s_t)}. It assumes the same effect in every period, and then holds exactly
 * what it promises however the shares were chosen.
 *
 * <p>Assumes that shares change only between periods, independent units, and means about normal in
 * every period: some tens of units of either arm. A period with fewer than two units of an arm says
 * nothing of the difference and is left out.
 */
public final class BatchedDifference {

  /** What was seen of both arms while their shares did not change. */
  public record Period(Moments control, Moments treatment) {

    boolean compares() {
      return Math.min(control.n(), treatment.n()) >= 2;
    }

    double units() {
      return (double) control.n() + treatment.n();
    }

    double difference() {
      return treatment.mean() - control.mean();
    }

    double variance() {
      return WelchTest.variance(control, treatment);
    }
  }

  private BatchedDifference() {}

  /** The mean effect over all units of the periods that compare. */
  public static Result<Effect> weightedBySize(
      List<Period> periods, Alternative alternative, Confidence confidence) {
    List<Period> comparing = comparing(periods);
    if (comparing.isEmpty()) {
      return nothingToCompare(periods);
    }
    double units = comparing.stream().mapToDouble(Period::units).sum();
    double difference = 0;
    double deviation = 0;
    for (Period period : comparing) {
      double share = period.units() / units;
      difference += share * period.difference();
      deviation = Math.hypot(deviation, share * Math.sqrt(period.variance()));
    }
    return inference(difference, deviation, alternative, confidence);
  }

  /** The effect that all periods are taken to have. */
  public static Result<Effect> studentized(
      List<Period> periods, Alternative alternative, Confidence confidence) {
    List<Period> comparing = comparing(periods);
    if (comparing.isEmpty()) {
      return nothingToCompare(periods);
    }
    double standardized = 0;
    double precision = 0;
    for (Period period : comparing) {
      double deviation = Math.sqrt(period.variance());
      if (deviation == 0) {
        return Result.degenerate(
            Result.Reason.NO_VARIATION,
            "a period of %s units never varied, so its error is unknown"
                .formatted((long) period.units()));
      }
      standardized += period.difference() / deviation;
      precision += 1 / deviation;
    }
    return inference(
        standardized / precision, Math.sqrt(comparing.size()) / precision, alternative, confidence);
  }

  private static List<Period> comparing(List<Period> periods) {
    return periods.stream().filter(Period::compares).toList();
  }

  private static Result<Effect> inference(
      double difference, double deviation, Alternative alternative, Confidence confidence) {
    return WaldInference.of(
        difference, deviation, new ReferenceDistribution.Normal(), alternative, confidence);
  }

  private static Result<Effect> nothingToCompare(List<Period> periods) {
    return Result.degenerate(
        Result.Reason.TOO_FEW_OBSERVATIONS,
        "none of %d periods has 2 units of either arm".formatted(periods.size()));
  }
}
