// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.stats.fixed.SampleRatioTest;
import io.ratchet.stats.sequential.SequentialSampleRatio;
import java.util.ArrayList;
import java.util.List;

/** Shares that are what they were to be, watched for a mismatch after every unit. */
final class FalseSampleRatios implements Claim {
  private static final int RUNS = 1000;
  private static final long UNITS = 5000;

  @Override
  public String name() {
    return "sample-ratio";
  }

  @Override
  public Section prove(Effort effort) {
    int runs = effort.runs(RUNS);
    Section.Builder section =
        Section.titled(
            "False alarms about shares",
            """
            %d runs a row of up to %d units, assigned as planned, with a look after every unit \
            from the first for the sequential test and from 100 an arm on for chi-square. \
            Promised: the alarm sounds in at most the share of runs in its column.\
            """
                .formatted(runs, UNITS),
            Contender.columns(contenders(0.5), "treatment's share"));
    long seed = 61;
    for (double share : new double[] {0.5, 0.2}) {
      List<Contender<ShareWalk>> contenders = contenders(share);
      List<Tally> tallies =
          Contender.decisions(runs, seed++, UNITS, _ -> new ShareWalk(share), contenders);
      List<String> cells = new ArrayList<>(List.of(Tally.percent(share)));
      cells.addAll(Contender.cells(section, "share " + share, contenders, tallies));
      section.row(cells);
    }
    return section.build();
  }

  private static List<Contender<ShareWalk>> contenders(double share) {
    List<Double> weights = List.of(1 - share, share);
    return List.of(
        Contender.of("sequential, 5.0 %", 0.05, () -> sequential(weights, 0.05)),
        Contender.of("sequential, 0.1 %", 0.001, () -> sequential(weights, 0.001)),
        Contender.looking(
            "chi-square, peeked, 0.1 %",
            Contender.NOTHING,
            walk ->
                SampleRatioTest.of(List.of(walk.units(0), walk.units(1)), weights).pValue()
                    < SampleRatioTest.USUAL_THRESHOLD));
  }

  private static Contender.Rule<ShareWalk> sequential(List<Double> weights, double alpha) {
    SequentialSampleRatio[] state = {SequentialSampleRatio.start(2)};
    return walk -> {
      List<Long> unit = walk.arm() == 0 ? List.of(1L, 0L) : List.of(0L, 1L);
      state[0] = state[0].plus(unit, weights);
      return state[0].pValue() < alpha;
    };
  }
}
