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

/** How many whole answers a second there are when every connection asks again at once. */
final class Throughput {
  private static final int CONNECTIONS = 32;

  private final Map<Arm.Way, List<Load.Outcome>> outcomes = new EnumMap<>(Arm.Way.class);

  void round(Arm arm, double seconds) throws IOException {
    Load.Outcome outcome = Load.closed(arm.port(), arm.request(false), CONNECTIONS, seconds);
    outcomes.computeIfAbsent(arm.way(), _ -> new ArrayList<>()).add(outcome);
    arm.settle(outcome.samples().count());
  }

  private List<Load.Outcome> rounds(Arm.Way way) {
    return Objects.requireNonNull(outcomes.get(way));
  }

  private double perSecond(Arm.Way way) {
    return Samples.median(rounds(way).stream().mapToDouble(Load.Outcome::perSecond).toArray());
  }

  void report(Report report, List<Arm> arms) {
    String title =
        "whole answers, c=%d, as fast as they go, medians of %d rounds"
            .formatted(CONNECTIONS, rounds(Arm.Way.DIRECT).size());
    for (Arm arm : arms) {
      report.row(
          title,
          "way",
          arm.name(),
          "per_second",
          perSecond(arm.way()),
          "x_proxy",
          perSecond(arm.way()) / perSecond(Arm.Way.PROXY),
          "n",
          rounds(arm.way()).stream().mapToInt(outcome -> outcome.samples().count()).sum(),
          "failed",
          rounds(arm.way()).stream().mapToLong(Load.Outcome::failures).sum());
    }
  }
}
