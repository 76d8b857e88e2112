// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.start;

import io.ratchet.bench.harness.Benchmark;
import io.ratchet.bench.harness.Child;
import io.ratchet.bench.harness.JavaOptions;
import io.ratchet.bench.harness.Report;
import io.ratchet.bench.harness.Samples;
import io.ratchet.bench.harness.Scratch;
import io.ratchet.bench.wire.HttpLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts of the product as it is shipped. */
@Command(
    name = "start",
    description = "From the start of the process to its first answer, and its idle memory.")
public final class StartCommand extends Benchmark {
  private static final double SECONDS_BOUND = 2;
  private static final double HEAP_BOUND = 128;

  @Option(names = "--rounds", description = "Starts of each kind; default 10.")
  private int rounds = 10;

  @Option(names = "--idle", description = "Seconds before memory is looked at; default 5.")
  private double idle = 5;

  @Mixin private final JavaOptions options = new JavaOptions();

  /** What one start took, and what was occupied afterwards. */
  private record Start(long nanos, double resident, double heap, double live) {}

  @Override
  protected void measure(Report report) throws Exception {
    report.fact("java_options", options);
    try (Scratch scratch = new Scratch()) {
      List<Start> fresh = new ArrayList<>();
      List<Start> again = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        progress("start %d of %d".formatted(round, rounds));
        Path folder = Files.createDirectory(scratch.folder().resolve("start" + round));
        fresh.add(start(folder));
        again.add(start(folder));
      }
      row(report, "in an empty folder", fresh);
      row(report, "with its database", again);
    }
  }

  private Start start(Path folder) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (Child product = Child.product(folder, options.list(), "serve", "--port", "0");
        HttpLine line = new HttpLine(product.port())) {
      line.ask(HttpLine.get("/health"));
      long nanos = System.nanoTime() - begin;
      Thread.sleep((long) (idle * 1000));
      double resident = product.residentMegabytes();
      double heap = product.heapMegabytes();
      product.collect();
      return new Start(nanos, resident, heap, product.heapMegabytes());
    }
  }

  private static void row(Report report, String kind, List<Start> starts) {
    Samples times = new Samples(starts.stream().mapToLong(Start::nanos).toArray());
    double heap = Samples.median(starts.stream().mapToDouble(Start::heap).toArray());
    report.row(
        "to the first answer (ms), then idle (MB, medians)",
        "start",
        kind,
        "p50",
        times.millis(0.5),
        "worst",
        times.maxMillis(),
        "n",
        times.count(),
        "heap_used",
        heap,
        "heap_live",
        Samples.median(starts.stream().mapToDouble(Start::live).toArray()),
        "resident",
        Samples.median(starts.stream().mapToDouble(Start::resident).toArray()));
    report.atMost("first answer, s, " + kind, times.millis(0.5) / 1e3, SECONDS_BOUND);
    report.atMost("idle heap, MB, " + kind, heap, HEAP_BOUND);
  }
}
