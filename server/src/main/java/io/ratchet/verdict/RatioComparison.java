// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Moments;
import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.Ratio;
import io.ratchet.stats.fixed.WelchTest;
import io.ratchet.stats.sequential.MeanConfidenceSequence;
import io.ratchet.stats.sequential.NormalMixture;

/** Compares ratios of sums, made means of units by the delta method. */
record RatioComparison(Result<Moments> a, Result<Moments> b) implements Comparison {

  static RatioComparison of(PairedMoments a, PairedMoments b) {
    return new RatioComparison(Ratio.of(a), Ratio.of(b));
  }

  @Override
  public String test() {
    return "Welch's t-test of ratios (delta method)";
  }

  @Override
  public Result<Figure> control() {
    return a.map(Figure::of);
  }

  @Override
  public Result<Figure> treatment() {
    return b.map(Figure::of);
  }

  /** An inference from both samples. */
  private interface Inference {
    Result<Effect> of(Moments control, Moments treatment);
  }

  private Result<Effect> both(Inference inference) {
    return a.flatMap(control -> b.flatMap(treatment -> inference.of(control, treatment)));
  }

  @Override
  public Result<Effect> fixed(Confidence confidence) {
    return both((control, treatment) ->
        WelchTest.of(control, treatment, Alternative.TWO_SIDED, confidence));
  }

  @Override
  public Result<Effect> always(
      Alternative alternative, NormalMixture mixture, Confidence confidence) {
    return both((control, treatment) ->
        MeanConfidenceSequence.of(control, treatment, alternative, mixture, confidence));
  }

  @Override
  public Result<Effect> relative(
      Alternative alternative, NormalMixture mixture, Confidence confidence) {
    return both((control, treatment) ->
        MeanConfidenceSequence.relative(control, treatment, alternative, mixture, confidence));
  }

  @Override
  public long fewestUnits(boolean isRelative) {
    return MeanConfidenceSequence.FEWEST_UNITS;
  }
}
