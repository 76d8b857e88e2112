// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.windows;

import io.ratchet.base.Json;
import io.ratchet.bench.harness.Benchmark;
import io.ratchet.bench.harness.Child;
import io.ratchet.bench.harness.Report;
import io.ratchet.bench.harness.Samples;
import io.ratchet.bench.harness.Scratch;
import io.ratchet.bench.harness.Storage;
import io.ratchet.bench.wire.HttpLine;
import io.ratchet.call.WindowFill;
import io.ratchet.storage.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Figures over HTTP from windows that the product's own writer wrote. */
@Command(
    name = "windows",
    description = "Metrics of a version over 7 days, a comparison, a series, by number of calls.")
public final class WindowsCommand extends Benchmark {
  private static final double MILLIS_BOUND = 50;
  private static final int WARM_UP = 100;

  @Option(
      names = "--calls",
      split = ",",
      description = "Numbers of calls, ascending; default 1000000,10000000.")
  private List<Long> calls = List.of(1_000_000L, 10_000_000L);

  @Option(names = "--requests", description = "Of each kind; default 300.")
  private int requests = 300;

  @Mixin private final Storage storage = new Storage();

  @Override
  protected void measure(Report report) throws Exception {
    try (Scratch scratch = new Scratch();
        storage) {
      storage.open(scratch);
      report.fact("database", storage.shown());
      Path folder = scratch.folder();
      Storage.Place place = storage.create(folder, "windows");
      Path config = folder.resolve("ratchet.yaml");
      Files.writeString(
          config,
          "storage: {url: \"%s\"}\nprompts: {default: %s}\n".formatted(place.url(), Past.ASSET));
      Past past = new Past();
      long there = 0;
      for (long wanted : calls) {
        progress("adding %,d calls to %,d".formatted(wanted - there, there));
        long start = System.nanoTime();
        try (Database database = Database.open(place.url())) {
          past.add(new WindowFill(database), wanted - there);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        report.row(
            "the windows",
            "calls",
            wanted,
            "added_per_second",
            (wanted - there) / seconds,
            "mb_on_disk",
            place.bytes() / 1e6);
        there = wanted;
        try (Child product =
            Child.product(folder, "serve", "--port", "0", "--config", config.toString())) {
          ask(report, product.port(), wanted);
        }
      }
      place.drop();
    }
  }

  private static Map<String, byte[]> questions() {
    Map<String, byte[]> questions = new LinkedHashMap<>();
    String prompt = "prompt=" + Past.ASSET;
    questions.put(
        "a version, 7 days", HttpLine.get("/api/metrics/prompts/v2.0.0?days=7&" + prompt));
    questions.put(
        "a comparison, 7 days",
        HttpLine.post(
            "/api/metrics/compare",
            Json.bytes(
                Json.object()
                    .put("control_version", "v1.1.0")
                    .put("treatment_version", "v2.0.0")
                    .put("days", 7))));
    String series = "/api/metrics/prompts/" + Past.ASSET + "/series?days=7&version=v2.0.0&metric=";
    questions.put("p95 by hour, 7 days", HttpLine.get(series + "latency_ms_p95&step=1h"));
    questions.put("p95 by 15 minutes, 7 days", HttpLine.get(series + "latency_ms_p95&step=15m"));
    return questions;
  }

  private void ask(Report report, int port, long calls) throws IOException {
    try (HttpLine line = new HttpLine(port)) {
      for (Map.Entry<String, byte[]> question : questions().entrySet()) {
        progress("%,d calls: %s".formatted(calls, question.getKey()));
        for (int i = 0; i < WARM_UP; i++) {
          line.ask(question.getValue());
        }
        long[] nanos = new long[requests];
        for (int i = 0; i < requests; i++) {
          long start = System.nanoTime();
          line.ask(question.getValue());
          nanos[i] = System.nanoTime() - start;
        }
        Samples samples = new Samples(nanos);
        report.row(
            "answers over HTTP, one at a time: milliseconds",
            "question",
            question.getKey(),
            "calls",
            calls,
            "p50",
            samples.millis(0.5),
            "p99",
            samples.millis(0.99),
            "worst",
            samples.maxMillis(),
            "n",
            samples.count());
        String what = "%s at %,d calls, p99 ms".formatted(question.getKey(), calls);
        report.atMost(what, samples.millis(0.99), MILLIS_BOUND);
      }
    }
  }
}
