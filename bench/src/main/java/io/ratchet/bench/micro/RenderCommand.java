// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.micro;

import io.ratchet.bench.harness.Benchmark;
import io.ratchet.bench.harness.Report;
import java.util.Map;
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
    double least = 0;
    for (Map.Entry<String, Jmh.Cost> entry : costs.entrySet()) {
      if (entry.getKey().equals("builder")) {
        least = entry.getValue().bytes();
      }
    }
    for (Map.Entry<String, Jmh.Cost> entry : costs.entrySet()) {
      Jmh.Cost cost = entry.getValue();
      report.row(
          "one rendering",
          "method",
          entry.getKey(),
          "ns",
          cost.nanos(),
          "+-",
          cost.error(),
          "bytes",
          cost.bytes(),
          "beyond_builder",
          cost.bytes() - least,
          "n",
          cost.iterations());
    }
    for (String format : new String[] {"mustache", "python"}) {
      Jmh.Cost cost = costs.get(format);
      if (cost == null) {
        throw new IllegalStateException("JMH did not run " + format);
      }
      report.atMost(format + ", ns", cost.nanos(), NANOS_BOUND);
      report.atMost(format + ", bytes beyond text and builder", cost.bytes() - least, BYTES_BOUND);
    }
  }
}
