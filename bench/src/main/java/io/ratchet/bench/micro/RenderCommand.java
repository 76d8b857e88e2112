// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.micro;

import io.ratchet.bench.harness.Benchmark;
import io.ratchet.bench.harness.Report;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Rendering a prompt. */
@Command(
    name = "render",
    description = "Renders 2 KB of text with 5 variables: ns and bytes for each.")
public final class RenderCommand extends Benchmark {
  private static final double NANOS_BOUND = 5_000;

  /** The outcome and its fields beside the text: a handful of small objects. */
  private static final double BYTES_BOUND = 128;

  @Mixin private final Jmh jmh = new Jmh();

  @Override
  protected void measure(Report report) throws Exception {
    Map<String, Jmh.Cost> costs = jmh.run(Render.class);
    double least = cost(costs, "builder").bytes();
    costs.forEach((name, cost) -> Jmh.row(report, "one rendering of 2 KB", name, cost));
    for (String format : List.of("mustache", "python")) {
      Jmh.Cost cost = cost(costs, format);
      report.atMost(format + ", ns", cost.nanos(), NANOS_BOUND);
      report.atMost(format + ", bytes beyond text and builder", cost.bytes() - least, BYTES_BOUND);
    }
  }

  private static Jmh.Cost cost(Map<String, Jmh.Cost> costs, String name) {
    return Objects.requireNonNull(costs.get(name), name);
  }
}
