// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.sequential.GroupSequentialBounds;
import io.ratchet.stats.sequential.NormalMixture;
import io.ratchet.stats.sequential.Spending;
import java.util.ArrayList;
import java.util.List;

/** Two equal rates, looked at after every unit. */
final class FalseRateDecisions implements Claim {
  private static final int RUNS = 1000;
  private static final long UNITS = 3000;
  private static final long PLANNED = 2000;
  private static final int LOOKS = 5;
  private static final double ALPHA = 0.05;
  private static final double[] RATES = {0.5, 0.9, 0.99};
  private static final double[] SHARES = {0.5, 0.2};

  @Override
  public String name() {
    return "rates";
  }

  @Override
  public Section prove(Effort effort) {
    int runs = effort.runs(RUNS);
    Section.Builder section =
        Section.titled(
            "False decisions about rates",
            """
            %d runs a row of up to %d units in two equal arms, with a look after every unit from \
            100 an arm on. Promised: at most 5 %% of the runs ever decide. The two columns on the \
            right are what deciding by a test for one look, or by the chance to win alone, does \
            at the same looks.\
            """
                .formatted(runs, UNITS),
            Contender.columns(contenders(0.5), "rate", "treatment's share"));
    long seed = 11;
    for (double rate : RATES) {
      for (double share : SHARES) {
        List<Contender<RateWalk>> contenders = contenders(share);
        List<Tally> tallies =
            Contender.decisions(
                runs, seed++, UNITS, _ -> new RateWalk(share, rate, rate), contenders);
        List<String> cells = new ArrayList<>(List.of("" + rate, Tally.percent(share)));
        cells.addAll(
            Contender.cells(
                section, "rate %s, share %s".formatted(rate, share), contenders, tallies));
        section.row(cells);
      }
    }
    return section.build();
  }

  private static List<Contender<RateWalk>> contenders(double share) {
    NormalMixture mixture = NormalMixture.tunedFor(PLANNED, RateRules.CONFIDENCE);
    List<GroupSequentialBounds> cautious = RateRules.looks(new Spending.ObrienFleming(), LOOKS);
    List<GroupSequentialBounds> even = RateRules.looks(new Spending.Pocock(), LOOKS);
    return List.of(
        Contender.looking(
            "always-valid", ALPHA, RateRules.alwaysValid(mixture, Alternative.TWO_SIDED)),
        Contender.of("exact e-process", ALPHA, () -> RateRules.exact(share, Alternative.TWO_SIDED)),
        Contender.of("deterioration", ALPHA, () -> RateRules.deterioration(share)),
        Contender.of(
            "5 looks, O'Brien-Fleming", ALPHA, () -> RateRules.groupSequential(cautious, UNITS)),
        Contender.of("5 looks, Pocock", ALPHA, () -> RateRules.groupSequential(even, UNITS)),
        Contender.looking("z-test, peeked", Contender.NOTHING, RateRules.peekedTest()),
        Contender.looking("chance to win > 95 %", Contender.NOTHING, RateRules.chanceToWin()));
  }
}
