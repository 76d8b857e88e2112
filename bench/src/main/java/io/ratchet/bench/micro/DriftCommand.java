// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.micro;

import io.ratchet.bench.harness.Benchmark;
import io.ratchet.bench.harness.Report;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Noticing drift. */
@Command(
    name = "drift",
    description =
        "Adds values to a profile and reports on 100 features of a million rows: ns each.")
public final class DriftCommand extends Benchmark {
  private static final double UPDATE_NANOS = 1_000;
  private static final double REPORT_NANOS = 200_000_000;

  @Mixin private final Jmh jmh = new Jmh();

  @Override
  protected void measure(Report report) throws Exception {
    new DriftWindows().report(report);
    Map<String, Jmh.Cost> costs = jmh.run(Drift.class);
    costs.forEach((name, cost) -> Jmh.row(report, "drift of 100 features", name, cost));
    report.atMost(
        "profile update, ns", Objects.requireNonNull(costs.get("update")).nanos(), UPDATE_NANOS);
    report.atMost("report, ns", Objects.requireNonNull(costs.get("report")).nanos(), REPORT_NANOS);
  }
}
