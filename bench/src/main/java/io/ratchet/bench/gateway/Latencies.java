// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.gateway;

import io.ratchet.bench.harness.Report;
import io.ratchet.bench.wire.Load;
import java.io.IOException;
import java.util.List;

/** How long whole answers take at a fixed rate: every way in each round, one after the other. */
final class Latencies {
  private static final double RATIO_BOUND = 1.5;

  private final int connections;
  private final double rate;
  private final Rounds rounds = new Rounds();

  Latencies(int connections, double rate) {
    this.connections = connections;
    this.rate = rate;
  }

  void round(Arm arm, double seconds) throws IOException {
    rounds.run(arm, () -> Load.paced(arm.port(), arm.request(false), connections, rate, seconds));
  }

  private double micros(Arm.Way way, double share) {
    return rounds.median(way, outcome -> outcome.samples().micros(share));
  }

  /** What a way takes longer than the direct one. */
  private double added(Arm.Way way, double share) {
    return micros(way, share) - micros(Arm.Way.DIRECT, share);
  }

  private double ratio(Arm.Way way, double share) {
    return added(way, share) / added(Arm.Way.PROXY, share);
  }

  void report(Report report, List<Arm> arms) {
    String title =
        "whole answers, c=%d, %,d a second: microseconds, medians of %d rounds"
            .formatted(connections, (long) rate, rounds.count());
    for (Arm arm : arms) {
      Arm.Way way = arm.way();
      report.row(
          title,
          "way",
          arm.name(),
          "p50",
          micros(way, 0.5),
          "p99",
          micros(way, 0.99),
          "added_p50",
          added(way, 0.5),
          "added_p99",
          added(way, 0.99),
          "x_proxy_p50",
          ratio(way, 0.5),
          "x_proxy_p99",
          ratio(way, 0.99),
          "processor_us",
          rounds.processorMicros(way),
          "n",
          rounds.samples(way),
          "failed",
          rounds.failures(way));
      if (arm.isProduct()) {
        String what = "%s, c=%d, added ".formatted(arm.name(), connections);
        report.atMost(what + "p50 / proxy's", ratio(way, 0.5), RATIO_BOUND);
        report.atMost(what + "p99 / proxy's", ratio(way, 0.99), RATIO_BOUND);
      }
    }
  }
}
