// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import io.ratchet.stats.fixed.ClusteredQuantile;
import io.ratchet.stats.sequential.NormalMixture;
import io.ratchet.stats.sequential.QuantileConfidenceSequence;
import io.ratchet.stats.sketch.QuantileSample;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two equal p95, of calls that resemble each other by user. */
final class FalseQuantileDecisions implements Claim {
  private static final Confidence CONFIDENCE = Confidence.of(0.95);
  private static final double ALPHA = 0.05;
  private static final double LEVEL = 0.95;
  private static final int RUNS = 200;
  private static final long UNITS = 1200;
  private static final NormalMixture MIXTURE = NormalMixture.tunedFor(1000, CONFIDENCE);

  @Override
  public String name() {
    return "quantiles";
  }

  @Override
  public Section prove(Effort effort) {
    int runs = effort.runs(RUNS);
    List<Contender<QuantileWalk>> contenders =
        List.of(
            Contender.looking("always-valid", ALPHA, FalseQuantileDecisions::isApart),
            Contender.looking(
                "z-test, clustered, peeked",
                Contender.NOTHING,
                walk -> Math.abs(z(walk.sample(0), walk.sample(1))) > 1.96));
    Section.Builder section =
        Section.titled(
            "False decisions about p95",
            """
            %d runs a row of up to %d users with four lognormal latencies on average; the column \
            says which part of the variance is the user's. A look after every user from 100 an \
            arm on; promised: at most 5 %% ever decide.\
            """
                .formatted(runs, UNITS),
            Contender.columns(contenders, "of the user", "treatment's share"));
    long seed = 51;
    for (double alike : new double[] {0, 0.7}) {
      for (double share : new double[] {0.5, 0.2}) {
        List<Tally> tallies =
            Contender.decisions(
                runs, seed++, UNITS, _ -> new QuantileWalk(share, LEVEL, alike), contenders);
        List<String> cells = new ArrayList<>(List.of(Tally.percent(alike), Tally.percent(share)));
        cells.addAll(
            Contender.cells(
                section, "user's part %s, share %s".formatted(alike, share), contenders, tallies));
        section.row(cells);
      }
    }
    return section.build();
  }

  /**
   * Whether the interval of the difference excludes zero, by the two that it is made of; the
   * p-value beside it would be computed for nothing.
   */
  private static boolean isApart(QuantileWalk walk) {
    Confidence each = Confidence.of(1 - CONFIDENCE.alpha() / 2);
    QuantileSample control = walk.sample(0);
    QuantileSample treatment = walk.sample(1);
    Interval one = interval(control, each);
    Interval other = interval(treatment, each);
    boolean isApart = one.upper() < other.lower() || other.upper() < one.lower();
    return isApart
        && !QuantileConfidenceSequence.difference(
                control, treatment, Alternative.TWO_SIDED, MIXTURE, CONFIDENCE)
            .asOptional()
            .orElseThrow()
            .interval()
            .contains(0);
  }

  private static Interval interval(QuantileSample sample, Confidence each) {
    return QuantileConfidenceSequence.of(sample, Alternative.TWO_SIDED, MIXTURE, each)
        .asOptional()
        .orElseThrow();
  }

  private static double z(QuantileSample control, QuantileSample treatment) {
    @Nullable Moments one = ClusteredQuantile.of(control).asOptional().orElse(null);
    @Nullable Moments other = ClusteredQuantile.of(treatment).asOptional().orElse(null);
    return one == null || other == null
        ? 0
        : (other.mean() - one.mean()) / Math.sqrt(one.varianceOfMean() + other.varianceOfMean());
  }
}
