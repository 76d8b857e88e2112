// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.proof;

import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Result;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** How often the intervals hold the truth. */
final class Coverage implements Claim {
  static final double LEVEL = 0.95;
  private static final int RUNS = 2000;

  /** What became of an interval. */
  enum Outcome {
    COVERED,
    MISSED,
    /** The data did not suffice for one. */
    NONE
  }

  /** Draws data whose truth is known and asks for the interval. */
  interface Trial {
    Outcome run(SplittableRandom chance);
  }

  /** An interval on one kind of data. */
  record Case(String method, String data, Trial trial) {}

  static Outcome outcome(Interval interval, double truth) {
    return interval.contains(truth) ? Outcome.COVERED : Outcome.MISSED;
  }

  static Outcome outcome(Result<Interval> result, double truth) {
    return result.asOptional().map(interval -> outcome(interval, truth)).orElse(Outcome.NONE);
  }

  static Outcome ofEffect(Result<Effect> result, double truth) {
    return outcome(result.map(Effect::interval), truth);
  }

  @Override
  public String name() {
    return "coverage";
  }

  @Override
  public Section prove(Effort effort) {
    int runs = effort.runs(RUNS);
    Section.Builder section =
        Section.titled(
            "Coverage of the intervals",
            """
            %d runs a row; every interval at 95 %%. Always-valid ones are read at the worst time \
            there is: at the first look at which they exclude zero, with a look after every ten \
            units, or else at the end. Credible intervals are asked about truths that were drawn \
            from the prior. `AdjustedInterval` shows adjusted p-values as a width and promises no \
            coverage, so it has no row.\
            """
                .formatted(runs),
            "interval",
            "data",
            "covered",
            "no answer");
    long seed = 101;
    List<Case> cases =
        Stream.of(FixedCoverage.cases(), SequentialCoverage.cases(), BeliefCoverage.cases())
            .flatMap(List::stream)
            .toList();
    for (Case one : cases) {
      List<Outcome> outcomes = Runs.of(runs, seed++, one.trial()::run);
      List<Outcome> answers = outcomes.stream().filter(outcome -> outcome != Outcome.NONE).toList();
      Tally covered = Tally.of(answers, outcome -> outcome == Outcome.COVERED);
      Tally silent = Tally.of(outcomes, outcome -> outcome == Outcome.NONE);
      section.row(
          List.of(
              one.method(),
              one.data(),
              section.atLeast(one.method() + ", " + one.data(), covered, LEVEL),
              silent.text()));
    }
    return section.build();
  }
}
