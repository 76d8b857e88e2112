// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Proportion;
import io.ratchet.stats.fixed.ClopperPearsonInterval;
import io.ratchet.verdict.Verdict.Decision;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** What many runs of one scenario came to; there is at least one. */
record Outcome(Setting setting, Truth.Merit merit, List<Ended> runs) {
  private static final Confidence USUAL = Confidence.of(0.95);
  private static final int BARS = 20;

  Outcome {
    runs = List.copyOf(runs);
  }

  /** How many runs ended in some way, with the exact interval of their rate. */
  record Rate(long runs, long of, Interval interval) {
    double rate() {
      return (double) runs / of;
    }
  }

  private Rate rate(Predicate<Ended> is) {
    long n = runs.stream().filter(is).count();
    Interval interval =
        ClopperPearsonInterval.of(new Proportion(n, runs.size()), USUAL).asOptional().orElseThrow();
    return new Rate(n, runs.size(), interval);
  }

  Rate ended(Decision decision) {
    return rate(run -> run.decision() == decision);
  }

  Rate peeked(Decision decision) {
    return rate(run -> run.peeked() == decision);
  }

  /** Runs in which stopping at the first small p-value does anything at all. */
  Rate peekedAtAll() {
    return rate(run -> run.peeked() != null);
  }

  Rate decidedAtAll() {
    return rate(run -> run.decision() == Decision.PROMOTE || run.decision() == Decision.ROLLBACK);
  }

  /** Mean and quantiles. */
  record Spread(double mean, double p10, double p50, double p90) {
    Spread times(double factor) {
      return new Spread(mean * factor, p10 * factor, p50 * factor, p90 * factor);
    }
  }

  Spread units() {
    return spread(Ended::units);
  }

  /** Units that came, those included that took no part. */
  Spread arrived() {
    return spread(Ended::arrived);
  }

  Spread peekedUnits() {
    return spread(Ended::peekedUnits);
  }

  private Spread spread(ToIntFunction<Ended> of) {
    int[] sorted = runs.stream().mapToInt(of).sorted().toArray();
    return new Spread(
        Arrays.stream(sorted).average().orElseThrow(),
        at(sorted, 0.1),
        at(sorted, 0.5),
        at(sorted, 0.9));
  }

  private static double at(int[] sorted, double share) {
    return sorted[Math.clamp((int) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)];
  }

  /** In nano-dollars, on average. */
  double extraCost() {
    return runs.stream().mapToDouble(Ended::extraCost).average().orElseThrow();
  }

  /** How many runs stopped with up to so many units, by what they decided. */
  record Bar(int units, long promoted, long rolledBack, long undecided) {}

  /** Bars of equal width up to the most units. */
  List<Bar> stopping() {
    int most = runs.stream().mapToInt(Ended::units).max().orElseThrow();
    int width = Math.max(1, Math.ceilDiv(most, BARS));
    long[][] counts = new long[Math.ceilDiv(most, width)][3];
    for (Ended run : runs) {
      int bar = Math.max(0, Math.ceilDiv(run.units(), width) - 1);
      int kind =
          switch (run.decision()) {
            case PROMOTE -> 0;
            case ROLLBACK -> 1;
            case CONTINUE, INCONCLUSIVE, INVALID -> 2;
          };
      counts[bar][kind]++;
    }
    List<Bar> bars = new java.util.ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      bars.add(new Bar((i + 1) * width, counts[i][0], counts[i][1], counts[i][2]));
    }
    return bars;
  }
}
