// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.ingest;

import io.ratchet.base.Json;
import io.ratchet.bench.harness.Benchmark;
import io.ratchet.bench.harness.Child;
import io.ratchet.bench.harness.JavaOptions;
import io.ratchet.bench.harness.Report;
import io.ratchet.bench.harness.Scratch;
import io.ratchet.bench.harness.Storage;
import io.ratchet.bench.wire.HttpLine;
import io.ratchet.bench.wire.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Taking calls in over HTTP. */
@Command(
    name = "ingest",
    description = "POST /api/calls in batches, until durable and until in the database.")
public final class IngestCommand extends Benchmark {
  private static final int WARM_UP = 50_000;
  private static final int RAW_COMMIT = 2_000;
  private static final double RATE_BOUND = 20_000;
  private static final double RATIO_BOUND = 0.5;
  private static final double BYTES_BOUND = 1024;

  @Option(names = "--calls", description = "Without bodies; default 400,000.")
  private int calls = 400_000;

  @Option(names = "--body-calls", description = "With a 1.5 KB body pair; default 200,000.")
  private int bodyCalls = 200_000;

  @Option(names = "--batch", description = "Records of a request; default 500.")
  private int batch = 500;

  @Option(names = "--connections", description = "Default 4.")
  private int connections = 4;

  @Mixin private final Storage storage = new Storage();

  @Mixin private final JavaOptions options = new JavaOptions();

  /**
   * What was measured.
   *
   * @param durable records a second until the last answer
   * @param applied records a second until all were in the database
   * @param raw rows a second of the plain insertion
   * @param bytes on disk for each call
   */
  private record Figures(double durable, double applied, double raw, double bytes) {}

  @Override
  protected void measure(Report report) throws Exception {
    try (Scratch scratch = new Scratch();
        storage) {
      storage.open(scratch);
      report
          .fact("database", storage.shown())
          .fact("java_options", options)
          .fact("load", "%d connections, %d records each".formatted(connections, batch));
      Figures plain = run(scratch.folder(), "plain", calls, false);
      row(report, "without bodies", calls, plain);
      report.atLeast("durable calls a second, without bodies", plain.durable(), RATE_BOUND);
      report.atLeast("durable / raw, without bodies", plain.durable() / plain.raw(), RATIO_BOUND);
      report.atLeast("applied / raw, without bodies", plain.applied() / plain.raw(), RATIO_BOUND);
      Figures full = run(scratch.folder(), "bodies", bodyCalls, true);
      row(report, "with a 1.5 KB pair", bodyCalls, full);
      report.atMost("bytes on disk of a call with a 1.5 KB pair", full.bytes(), BYTES_BOUND);
    }
  }

  private static void row(Report report, String kind, int count, Figures figures) {
    report.row(
        "calls a second",
        "calls",
        kind,
        "n",
        count,
        "durable",
        figures.durable(),
        "in_database",
        figures.applied(),
        "raw_insertion",
        figures.raw(),
        "durable_x_raw",
        figures.durable() / figures.raw(),
        "in_database_x_raw",
        figures.applied() / figures.raw(),
        "disk_bytes_each",
        figures.bytes());
  }

  private Figures run(Path parent, String name, int count, boolean bodies)
      throws IOException, SQLException {
    progress("%s: making %,d records".formatted(name, count));
    Path folder = Files.createDirectories(parent.resolve(name));
    Storage.Place place = storage.create(folder, name);
    Records records = new Records(17, bodies, WARM_UP + count);
    List<byte[]> warm = records.batches(WARM_UP, batch);
    List<byte[]> measured = records.batches(count, batch);
    double durable;
    double applied;
    long empty;
    Path config = folder.resolve("ratchet.yaml");
    Files.writeString(config, "storage: {url: \"%s\"}\n".formatted(place.url()));
    try (Child product =
        Child.product(
            folder, options.list(), "serve", "--port", "0", "--config", config.toString())) {
      empty = place.bytes();
      progress("%s: warming up".formatted(name));
      send(product.port(), warm);
      awaitApplied(product.port(), WARM_UP);
      progress("%s: sending".formatted(name));
      long start = System.nanoTime();
      send(product.port(), measured);
      durable = count * 1e9 / (System.nanoTime() - start);
      awaitApplied(product.port(), WARM_UP + count);
      applied = count * 1e9 / (System.nanoTime() - start);
    }
    double bytes = (place.bytes() - empty) / (double) (WARM_UP + count);
    progress("%s: inserting the same rows without the product".formatted(name));
    Storage.Place other = storage.create(folder, name + "_raw");
    double raw = new RawInsertion(place, other, RAW_COMMIT).perSecond(WARM_UP);
    other.drop();
    place.drop();
    return new Figures(durable, applied, raw, bytes);
  }

  /** Sends all batches over all connections; each has to be answered with success. */
  private void send(int port, List<byte[]> batches) throws IOException {
    AtomicInteger next = new AtomicInteger();
    List<Callable<Integer>> senders = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      senders.add(() -> {
        try (HttpLine line = new HttpLine(port)) {
          int sent = 0;
          for (int n = next.getAndIncrement(); n < batches.size(); n = next.getAndIncrement()) {
            line.ask(batches.get(n));
            sent++;
          }
          return sent;
        }
      });
    }
    Load.all(senders);
  }

  /** Asks until the metrics count every call; they take in what was acknowledged. */
  private static void awaitApplied(int port, long expected) throws IOException {
    try (HttpLine line = new HttpLine(port)) {
      long counted = 0;
      while (counted < expected) {
        counted = 0;
        for (String version : Records.VERSIONS) {
          String path =
              "/api/metrics/prompts/%s?days=1&prompt=%s".formatted(version, Records.ASSET);
          counted += Json.parse(line.ask(HttpLine.get(path))).path("requests").longValue();
        }
      }
      if (counted > expected) {
        throw new IOException("%,d calls counted of %,d".formatted(counted, expected));
      }
    }
  }
}
