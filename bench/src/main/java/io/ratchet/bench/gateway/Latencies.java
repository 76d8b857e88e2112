// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.gateway;

import io.ratchet.bench.harness.Report;
import io.ratchet.bench.harness.Samples;
import io.ratchet.bench.wire.Load;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How long whole answers take at a fixed rate: every way in each round, one after the other. */
final class Latencies {
  private static final double RATIO_BOUND = 1.5;

  private final int connections;
  private final double rate;
  private final Map<Arm.Way, List<Load.Outcome>> outcomes = new EnumMap<>(Arm.Way.class);

  Latencies(int connections, double rate) {
    this.connections = connections;
    this.rate = rate;
  }

  void round(Arm arm, double seconds) throws IOException {
    Load.Outcome outcome = Load.paced(arm.port(), arm.request(false), connections, rate, seconds);
    outcomes.computeIfAbsent(arm.way(), _ -> new ArrayList<>()).add(outcome);
    arm.settle(outcome.samples().count());
  }

  /** What a way takes longer than the direct one: the median over the rounds. */
  private double added(Arm.Way way, double share) {
    return median(way, share) - median(Arm.Way.DIRECT, share);
  }

  private double ratio(Arm.Way way, double share) {
    return added(way, share) / added(Arm.Way.PROXY, share);
  }

  private double median(Arm.Way way, double share) {
    return Samples.median(
        rounds(way).stream().mapToDouble(outcome -> outcome.samples().micros(share)).toArray());
  }

  private List<Load.Outcome> rounds(Arm.Way way) {
    return Objects.requireNonNull(outcomes.get(way));
  }

  void report(Report report, List<Arm> arms) {
    String title =
        "whole answers, c=%d, %,d a second: microseconds, medians of %d rounds"
            .formatted(connections, (long) rate, rounds(Arm.Way.DIRECT).size());
    for (Arm arm : arms) {
      Arm.Way way = arm.way();
      report.row(
          title,
          "way",
          arm.name(),
          "p50",
          median(way, 0.5),
          "p99",
          median(way, 0.99),
          "added_p50",
          added(way, 0.5),
          "added_p99",
          added(way, 0.99),
          "x_proxy_p50",
          ratio(way, 0.5),
          "x_proxy_p99",
          ratio(way, 0.99),
          "n",
          rounds(way).stream().mapToInt(outcome -> outcome.samples().count()).sum(),
          "failed",
          rounds(way).stream().mapToLong(Load.Outcome::failures).sum());
      if (arm.isProduct()) {
        String what = "%s, c=%d, added ".formatted(arm.name(), connections);
        report.atMost(what + "p50 / proxy's", ratio(way, 0.5), RATIO_BOUND);
        report.atMost(what + "p99 / proxy's", ratio(way, 0.99), RATIO_BOUND);
      }
    }
  }
}
