// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.micro;

import io.ratchet.bench.harness.Benchmark;
import io.ratchet.bench.harness.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Assigning a unit to an arm. */
@Command(name = "assign", description = "Finds the arm of a unit: ns and bytes for each.")
public final class AssignCommand extends Benchmark {
  private static final double NANOS_BOUND = 200;

  @Mixin private final Jmh jmh = new Jmh();

  @Override
  protected void measure(Report report) throws Exception {
    jmh.run(Assign.class)
        .forEach((name, cost) -> {
          Jmh.row(report, "one assignment, no segments", name, cost);
          report.atMost(name + ", ns", cost.nanos(), NANOS_BOUND);
        });
  }
}
