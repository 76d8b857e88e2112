// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bandit;

import io.ratchet.stats.Better;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Finds the best of several arms with nearly as few units as any rule can, and says when it has.
 *
 * <p>Garivier and Kaufmann, "Optimal Best Arm Identification with Fixed Confidence", COLT 2016.
 * With leader L, gaps {@code d_i} between its mean and the others' plus a tolerance, and variances
 * {@code v}, the weights minimise {@code max_i 2 (v_L/w_L + v_i/w_i) / d_i^2}, which for normal
 * arms is the time until the hardest pair is told apart (theorem 1 with lemma 3). Added to it is
 * {@code r / sqrt(N) sum (w_i - 1/K)^2} with N units so far, which keeps the weights near uniform
 * while variances are hardly known. Sampling stops when {@code min_i d_i^2 / (2 (v_L/n_L +
 * v_i/n_i))}, the generalized likelihood ratio of their section 3.2, exceeds {@code ln((1 + ln N) /
 * delta)}, the threshold of their experiments: it held the error below delta there by a wide
 * margin, while proofs ask for a larger one. Both take sample variances as known, hence the least
 * units an arm.
 *
 * <p>Assumes independent units, means about normal, and arms that do not change over time.
 */
public final class TrackAndStop {

  /**
   * How far to go.
   *
   * @param tolerance the difference of means that does not matter: an arm within it may win
   * @param leastShare of traffic that every arm keeps
   * @param regularization r above; 0 for none
   */
  public record Exploration(double tolerance, double leastShare, double regularization) {

    public Exploration {
      if (!(tolerance >= 0 && tolerance <= Moments.MAX_MAGNITUDE)
          || !(leastShare >= 0 && leastShare <= 1)
          || !(regularization >= 0 && regularization <= Moments.MAX_MAGNITUDE)) {
        throw new IllegalArgumentException(
            "no exploration: tolerance %s, least share %s, regularization %s"
                .formatted(tolerance, leastShare, regularization));
      }
    }
  }

  /**
   * When to stop.
   *
   * @param delta accepted chance that the leader is not the best arm but for the tolerance
   * @param leastUnits of every arm before anything is decided; 2 at least
   */
  public record Stopping(double tolerance, double delta, long leastUnits) {

    public Stopping {
      if (!(tolerance >= 0) || !(delta > 0 && delta < 1) || leastUnits < 2) {
        throw new IllegalArgumentException(
            "no stopping: tolerance %s, delta %s, least units %d"
                .formatted(tolerance, delta, leastUnits));
      }
    }
  }

  /**
   * Whether the leader can be called the best.
   *
   * @param evidence the likelihood ratio of the hardest pair, at most {@link Double#MAX_VALUE}
   */
  public record Decision(int leader, double evidence, double threshold) {

    public boolean stops() {
      return evidence > threshold;
    }
  }

  private TrackAndStop() {}

  /** The share of traffic that each arm should have had in the end. */
  public static Result<List<Double>> weights(
      List<Moments> arms, Better better, Exploration exploration) {
    requireArms(arms);
    int fewest = fewest(arms);
    if (arms.get(fewest).n() < 2) {
      return tooFew(arms, fewest, 2);
    }
    if (arms.size() * exploration.leastShare() >= 1) {
      return Result.computed(WeightFloor.of(uniform(arms.size()), exploration.leastShare()));
    }
    int leader = Leader.of(arms, better);
    return Result.computed(
        new OptimalWeights(
                problem(arms, leader, better, exploration.tolerance()),
                exploration.leastShare(),
                exploration.regularization() / Math.sqrt((double) total(arms)))
            .solve());
  }

  /** Whether to stop, as of now. */
  public static Result<Decision> decide(List<Moments> arms, Better better, Stopping stopping) {
    requireArms(arms);
    int fewest = fewest(arms);
    if (arms.get(fewest).n() < stopping.leastUnits()) {
      return tooFew(arms, fewest, stopping.leastUnits());
    }
    int leader = Leader.of(arms, better);
    double evidence = Double.MAX_VALUE;
    for (int arm = 0; arm < arms.size(); arm++) {
      if (arm != leader) {
        evidence =
            Math.min(
                evidence, evidence(arms.get(leader), arms.get(arm), better, stopping.tolerance()));
      }
    }
    double units = total(arms);
    return Result.computed(
        new Decision(leader, evidence, Math.log((1 + Math.log(units)) / stopping.delta())));
  }

  private static double evidence(Moments leader, Moments other, Better better, double tolerance) {
    double gap = gap(leader, other, better, tolerance);
    double deviation = Math.sqrt(leader.varianceOfMean() + other.varianceOfMean());
    double distance = gap == 0 ? 0 : gap / deviation;
    return Math.min(distance * distance / 2, Double.MAX_VALUE);
  }

  private static OptimalWeights.Problem problem(
      List<Moments> arms, int leader, Better better, double tolerance) {
    List<Double> variances = new ArrayList<>();
    List<Double> gaps = new ArrayList<>();
    for (Moments arm : arms) {
      variances.add(arm.variance());
      gaps.add(gap(arms.get(leader), arm, better, tolerance));
    }
    return OptimalWeights.Problem.of(variances, gaps, leader);
  }

  /** Ties that went to a later arm must not turn the gap negative. */
  private static double gap(Moments leader, Moments other, Better better, double tolerance) {
    return Math.max(0, better.gain(leader.mean()) - better.gain(other.mean())) + tolerance;
  }

  private static long total(List<Moments> arms) {
    return arms.stream().mapToLong(Moments::n).reduce(0, Math::addExact);
  }

  private static int fewest(List<Moments> arms) {
    int fewest = 0;
    for (int arm = 1; arm < arms.size(); arm++) {
      fewest = arms.get(arm).n() < arms.get(fewest).n() ? arm : fewest;
    }
    return fewest;
  }

  private static List<Double> uniform(int arms) {
    return Collections.nCopies(arms, 1.0 / arms);
  }

  private static void requireArms(List<Moments> arms) {
    if (arms.size() < 2) {
      throw new IllegalArgumentException("the best of fewer than two arms: " + arms);
    }
  }

  private static <T> Result<T> tooFew(List<Moments> arms, int arm, long least) {
    return Result.degenerate(
        Result.Reason.TOO_FEW_OBSERVATIONS,
        "arm %d has %d units of the %d that every arm needs"
            .formatted(arm, arms.get(arm).n(), least));
  }
}
