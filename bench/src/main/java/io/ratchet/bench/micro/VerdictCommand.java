// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.micro;

import io.ratchet.bench.harness.Benchmark;
import io.ratchet.bench.harness.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Deciding about an experiment. */
@Command(
    name = "verdict",
    description = "Decides about an experiment with 4 metrics: ns and bytes for each.")
public final class VerdictCommand extends Benchmark {
  private static final double NANOS_BOUND = 1_000_000;

  @Mixin private final Jmh jmh = new Jmh();

  @Override
  protected void measure(Report report) throws Exception {
    jmh.run(Judge.class)
        .forEach((name, cost) -> {
          Jmh.row(report, "one verdict, 4 metrics, 2 arms", name, cost);
          report.atMost(name + ", ns", cost.nanos(), NANOS_BOUND);
        });
  }
}
