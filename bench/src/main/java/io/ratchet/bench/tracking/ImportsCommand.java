// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.tracking;

import io.ratchet.base.Json;
import io.ratchet.bench.harness.Benchmark;
import io.ratchet.bench.harness.Child;
import io.ratchet.bench.harness.JavaOptions;
import io.ratchet.bench.harness.Report;
import io.ratchet.bench.harness.Scratch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** An MLflow's database taken over and compared. */
@Command(
    name = "imports",
    description = "Runs and metrics a second of an import from an MLflow's SQLite database.")
public final class ImportsCommand extends Benchmark {
  @Option(names = "--runs", description = "Runs of the source; default 20000.")
  private int runs = 20_000;

  @Option(names = "--metrics", description = "Metrics of each run; default 50.")
  private int metrics = 50;

  @Mixin private final JavaOptions options = new JavaOptions();

  @Override
  protected void measure(Report report) throws Exception {
    report.fact("java_options", options).fact("runs", runs).fact("metrics", (long) runs * metrics);
    try (Scratch scratch = new Scratch();
        Child product = Child.product(scratch.folder(), options.list(), "serve", "--port", "0");
        HttpClient client = HttpClient.newHttpClient()) {
      Path source = scratch.folder().resolve("mlflow.db");
      progress("writing the source");
      ForeignRuns.write(source, runs, metrics);
      progress("importing");
      double processor = product.processorMicros();
      long begin = System.nanoTime();
      String body = Json.text(Json.object().put("id", "bench").put("from", "sqlite:" + source));
      JsonNode one = send(client, product, "POST", "/api/imports", body);
      long taken = begin;
      while (one.path("status").asString("").equals("RUNNING")) {
        if (one.path("step").asString("").equals("runs")
            || one.path("step").asString("").equals("run_groups")) {
          taken = System.nanoTime();
        }
        Thread.sleep(20);
        one = send(client, product, "GET", "/api/imports/bench", "");
      }
      long end = System.nanoTime();
      if (!one.path("status").asString("").equals("COMPLETED")) {
        throw new IOException(one.toPrettyString());
      }
      row(report, "taken over", taken - begin);
      row(report, "and compared", end - begin);
      report
          .fact("processor_s", (product.processorMicros() - processor) / 1e6)
          .fact("source_mb", Files.size(source) / 1e6)
          .fact("resident_mb", product.residentMegabytes());
    }
  }

  private void row(Report report, String what, long nanos) {
    double seconds = nanos / 1e9;
    report.row(
        "from SQLite into SQLite",
        "until all is",
        what,
        "seconds",
        seconds,
        "runs_per_s",
        runs / seconds,
        "metrics_per_s",
        (double) runs * metrics / seconds);
  }

  private static JsonNode send(
      HttpClient client, Child product, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.port() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(response.body());
    }
    return Json.parse(response.body());
  }
}
