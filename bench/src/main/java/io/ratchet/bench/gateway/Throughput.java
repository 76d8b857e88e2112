// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.gateway;

import io.ratchet.bench.harness.Report;
import io.ratchet.bench.wire.Load;
import java.io.IOException;
import java.util.List;

/** How many whole answers a second there are when every connection asks again at once. */
final class Throughput {
  private static final int CONNECTIONS = 32;

  private final Rounds rounds = new Rounds();

  void round(Arm arm, double seconds) throws IOException {
    rounds.run(arm, () -> Load.closed(arm.port(), arm.request(false), CONNECTIONS, seconds));
  }

  private double perSecond(Arm.Way way) {
    return rounds.median(way, Load.Outcome::perSecond);
  }

  void report(Report report, List<Arm> arms) {
    String title =
        "whole answers, c=%d, as fast as they go, medians of %d rounds"
            .formatted(CONNECTIONS, rounds.count());
    for (Arm arm : arms) {
      Arm.Way way = arm.way();
      report.row(
          title,
          "way",
          arm.name(),
          "per_second",
          perSecond(way),
          "x_proxy",
          perSecond(way) / perSecond(Arm.Way.PROXY),
          "processor_us",
          rounds.processorMicros(way),
          "n",
          rounds.samples(way),
          "failed",
          rounds.failures(way));
    }
  }
}
