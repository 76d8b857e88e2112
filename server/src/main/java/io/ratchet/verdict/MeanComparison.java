// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.TwoProportionTest;
import io.ratchet.stats.fixed.WelchTest;
import io.ratchet.stats.sequential.MeanConfidenceSequence;
import io.ratchet.stats.sequential.NormalMixture;
import io.ratchet.stats.sequential.RateConfidenceSequence;

/** Compares means over units; outcomes of units that have one each are counted as trials. */
record MeanComparison(Metric metric, Sums.Means a, Sums.Means b) implements Comparison {

  boolean countsTrials() {
    return metric.measure().equals(Metric.SUCCESS_RATE.measure()) && a.isSingle() && b.isSingle();
  }

  @Override
  public String test() {
    return countsTrials() ? "two-proportion z-test" : "Welch's t-test";
  }

  @Override
  public Result<Figure> control() {
    return figure(a.unitMeans());
  }

  @Override
  public Result<Figure> treatment() {
    return figure(b.unitMeans());
  }

  private static Result<Figure> figure(Moments moments) {
    if (moments.n() < 2) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS, "of %d units nothing follows".formatted(moments.n()));
    }
    return Result.computed(Figure.of(moments));
  }

  @Override
  public Result<Effect> fixed(Confidence confidence) {
    return countsTrials()
        ? TwoProportionTest.of(proportion(a), proportion(b), confidence)
        : WelchTest.of(a.unitMeans(), b.unitMeans(), Alternative.TWO_SIDED, confidence);
  }

  private static Proportion proportion(Sums.Means sums) {
    return new Proportion(Math.round(sums.total()), sums.observations());
  }

  @Override
  public Result<Effect> always(
      Alternative alternative, NormalMixture mixture, Confidence confidence) {
    return metric.isRate()
        ? RateConfidenceSequence.of(a.unitMeans(), b.unitMeans(), alternative, mixture, confidence)
        : MeanConfidenceSequence.of(a.unitMeans(), b.unitMeans(), alternative, mixture, confidence);
  }

  @Override
  public Result<Effect> relative(
      Alternative alternative, NormalMixture mixture, Confidence confidence) {
    return MeanConfidenceSequence.relative(
        a.unitMeans(), b.unitMeans(), alternative, mixture, confidence);
  }

  @Override
  public long fewestUnits(boolean isRelative) {
    return metric.isRate() && !isRelative
        ? RateConfidenceSequence.FEWEST_UNITS
        : MeanConfidenceSequence.FEWEST_UNITS;
  }
}
