// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.ClusteredQuantile;
import io.ratchet.stats.fixed.WelchTest;
import io.ratchet.stats.sequential.NormalMixture;
import io.ratchet.stats.sequential.QuantileConfidenceSequence;
import io.ratchet.stats.sketch.QuantileSample;

/** Compares quantiles of calls whose units were assigned. */
record QuantileComparison(QuantileSample a, QuantileSample b) implements Comparison {
  @Override
  public String test() {
    return "z-test of quantiles, clustered by unit";
  }

  @Override
  public Result<Figure> control() {
    return ClusteredQuantile.of(a).map(Figure::of);
  }

  @Override
  public Result<Figure> treatment() {
    return ClusteredQuantile.of(b).map(Figure::of);
  }

  @Override
  public Result<Effect> fixed(Confidence confidence) {
    return ClusteredQuantile.of(a)
        .flatMap(control ->
            ClusteredQuantile.of(b)
                .flatMap(treatment ->
                    WelchTest.of(control, treatment, Alternative.TWO_SIDED, confidence)));
  }

  @Override
  public Result<Effect> always(
      Alternative alternative, NormalMixture mixture, Confidence confidence) {
    return QuantileConfidenceSequence.difference(a, b, alternative, mixture, confidence);
  }

  @Override
  public Result<Effect> relative(
      Alternative alternative, NormalMixture mixture, Confidence confidence) {
    return QuantileConfidenceSequence.relative(a, b, alternative, mixture, confidence);
  }

  @Override
  public long fewestUnits(boolean isRelative) {
    return QuantileConfidenceSequence.FEWEST_UNITS;
  }
}
