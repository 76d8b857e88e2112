// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.gateway;

import io.ratchet.bench.harness.Benchmark;
import io.ratchet.bench.harness.Child;
import io.ratchet.bench.harness.JavaOptions;
import io.ratchet.bench.harness.Report;
import io.ratchet.bench.harness.Scratch;
import io.ratchet.bench.wire.HttpLine;
import io.ratchet.bench.wire.Load;
import io.ratchet.bench.wire.StreamLoad;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the gateway adds. */
@Command(
    name = "gateway",
    description = "Chat requests direct, through a plain proxy, and through Ratchet, recorded.")
public final class GatewayCommand extends Benchmark {
  private static final int WARM_UP_CONNECTIONS = 16;
  private static final int WARM_UP_STREAMS = 64;
  private static final int FEW_STREAMS = 16;

  @Option(names = "--rounds", description = "How often each is measured; default 5.")
  private int rounds = 5;

  @Option(names = "--seconds", description = "Of each measurement; default 5.")
  private double seconds = 5;

  @Option(names = "--warm-up", description = "Seconds of full load for each way; default 15.")
  private double warmUp = 15;

  @Option(names = "--rate", description = "Requests a second of the paced load; default 1000.")
  private double rate = 1000;

  @Option(names = "--latency-ms", description = "What the mock takes to answer; default 0.")
  private double latencyMillis;

  @Option(names = "--streams", description = "How many at once; default 512.")
  private int streams = 512;

  @Mixin private final JavaOptions options = new JavaOptions();

  @Option(names = "--url", description = "The product's database; default an SQLite file.")
  private String url = "sqlite:data/ratchet.db";

  @Override
  protected void measure(Report report) throws Exception {
    progress("starting the mock, the proxy and the product");
    try (Scratch scratch = new Scratch();
        Child mock =
            Child.bench(scratch.folder(), "mock", "--latency-ms", Double.toString(latencyMillis));
        Child proxy =
            Child.bench(scratch.folder(), "proxy", "--upstream", Integer.toString(mock.port()));
        Product product = new Product(scratch.folder(), mock.port(), url, options.list())) {
      report.fact("java_options", options);
      report.fact("mock", "2 KB after %s ms; 64 deltas every 20 ms".formatted(latencyMillis));
      List<Arm> arms = new ArrayList<>();
      for (Arm.Way way : Arm.Way.values()) {
        Child server =
            switch (way) {
              case DIRECT -> mock;
              case PROXY -> proxy;
              case PASSED, PROMPT -> product.process();
            };
        arms.add(new Arm(way, server, product));
      }
      measure(report, arms);
      report.row(
          "afterwards",
          "proxy_mb",
          proxy.residentMegabytes(),
          "ratchet_mb",
          product.process().residentMegabytes(),
          "prompt_calls_answered",
          arms.getLast().answered(),
          "recorded",
          product.counted());
    }
  }

  private void measure(Report report, List<Arm> arms) throws IOException {
    for (Arm arm : arms) {
      progress("warming up: " + arm.name());
      try (HttpLine line = new HttpLine(arm.port())) {
        line.ask(arm.request(false));
      }
      arm.measure(
          _ -> WARM_UP_STREAMS + 1,
          () -> StreamLoad.run(arm.port(), arm.request(true), WARM_UP_STREAMS));
      arm.measure(
          outcome -> outcome.samples().count(),
          () -> Load.closed(arm.port(), arm.request(false), WARM_UP_CONNECTIONS, warmUp));
    }
    for (int connections : new int[] {1, 16}) {
      Latencies latencies = new Latencies(connections, rate);
      String name = "paced load, c=" + connections;
      rounds(name, arms, arm -> latencies.round(arm, seconds));
      latencies.report(report, arms);
    }
    Throughput throughput = new Throughput();
    rounds("full load", arms, arm -> throughput.round(arm, seconds));
    throughput.report(report, arms);
    for (int count : new int[] {FEW_STREAMS, streams}) {
      for (Arm arm : arms) {
        streams(report, arm, count);
      }
    }
  }

  private interface Round {
    void run(Arm arm) throws IOException;
  }

  private void rounds(String name, List<Arm> arms, Round measurement) throws IOException {
    for (int round = 1; round <= rounds; round++) {
      progress("%s, round %d of %d".formatted(name, round, rounds));
      for (Arm arm : arms) {
        measurement.run(arm);
      }
    }
  }

  private void streams(Report report, Arm arm, int count) throws IOException {
    progress("%d streams: %s".formatted(count, arm.name()));
    StreamLoad.Outcome outcome =
        arm.measure(
                one -> count - one.broken(),
                () -> StreamLoad.run(arm.port(), arm.request(true), count))
            .outcome();
    report.row(
        "%d streams at once, 64 deltas each, 20 ms apart: milliseconds".formatted(count),
        "way",
        arm.name(),
        "first_p50",
        outcome.first().millis(0.5),
        "first_p99",
        outcome.first().millis(0.99),
        "delay_p50",
        outcome.delay().millis(0.5),
        "delay_p99",
        outcome.delay().millis(0.99),
        "gap_p99",
        outcome.gap().millis(0.99),
        "gap_worst",
        outcome.gap().maxMillis(),
        "frames",
        outcome.delay().count(),
        "lost",
        outcome.lost(),
        "broken",
        outcome.broken() == 0 ? 0 : outcome.broken() + ": " + outcome.fault());
    if (arm.isProduct()) {
      String what = "%s, %d streams, frames lost".formatted(arm.name(), count);
      report.atMost(what, (double) outcome.lost(), 0);
    }
  }
}
