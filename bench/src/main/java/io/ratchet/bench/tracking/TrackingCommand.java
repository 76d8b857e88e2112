// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.tracking;

import io.ratchet.base.Json;
import io.ratchet.bench.harness.Benchmark;
import io.ratchet.bench.harness.Child;
import io.ratchet.bench.harness.JavaOptions;
import io.ratchet.bench.harness.Report;
import io.ratchet.bench.harness.Samples;
import io.ratchet.bench.harness.Scratch;
import io.ratchet.bench.wire.HttpLine;
import io.ratchet.bench.wire.Load;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs logged and searched, and a registry asked, over MLflow's wire. The product commits durably.
 * MLflow's own figures beside the bounds were measured with MLflow 3.11.2.dev0 on two shared cores,
 * on SQLite with its usual settings.
 */
@Command(name = "tracking", description = "Runs, metrics, searches and aliases over MLflow's wire.")
public final class TrackingCommand extends Benchmark {
  private static final int BATCH = 1_000;
  private static final int HISTORY = 25_000;
  private static final int LINES = 64;
  private static final int ALIAS_LINES = 8;
  private static final double MLFLOW_METRICS = 105;
  private static final double MLFLOW_ALIASES = 93;

  @Option(names = "--runs", description = "Runs to search among; default 100,000.")
  private int runs = 100_000;

  @Option(names = "--seconds", description = "How long each load lasts; default 10.")
  private double seconds = 10;

  @Mixin private final JavaOptions options = new JavaOptions();

  @Override
  protected void measure(Report report) throws Exception {
    report.fact("java_options", options).fact("runs", runs);
    try (Scratch scratch = new Scratch();
        Child product = Child.product(scratch.folder(), options.list(), "serve", "--port", "0");
        HttpClient client = HttpClient.newHttpClient()) {
      Wire wire = new Wire(client, product.port());
      batches(report, product, wire);
      metrics(report, wire);
      history(report, wire);
      aliases(report, wire);
      search(report, wire);
    }
  }

  private void batches(Report report, Child product, Wire wire) throws Exception {
    progress("batches of 1,000 metrics");
    String run = wire.run("0");
    int warm = 300;
    int counted = 200;
    for (int i = 0; i < warm; i++) {
      wire.post("runs/log-batch", Wire.batch(run, BATCH, 100L * i));
    }
    double before = product.processorMicros();
    long[] nanos = new long[counted];
    for (int i = 0; i < counted; i++) {
      ObjectNode body = Wire.batch(run, BATCH, 100L * (warm + i));
      long begin = System.nanoTime();
      wire.post("runs/log-batch", body);
      nanos[i] = System.nanoTime() - begin;
    }
    double cpu = (product.processorMicros() - before) / counted / 1e3;
    Samples samples = new Samples(nanos);
    report.row("log-batch of 1,000 metrics", "cpu_ms", cpu, "p50_ms", samples.millis(0.5));
    report.atMost("log-batch of 1,000 metrics, CPU ms", cpu, 5);
  }

  private void metrics(Report report, Wire wire) throws Exception {
    progress("single metrics on " + LINES + " connections");
    String run = wire.run("0");
    List<Callable<Integer>> lines = new ArrayList<>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    for (int i = 0; i < LINES; i++) {
      String key = "m" + i;
      lines.add(() -> log(wire.port(), run, key, end));
    }
    double rate = Load.all(lines).stream().mapToInt(Integer::intValue).sum() / seconds;
    report.row("log-metric", "connections", LINES, "per_second", rate);
    report.atLeast("log-metric, 64 clients, beside MLflow's", rate / MLFLOW_METRICS, 20);
  }

  private static int log(int port, String run, String key, long end) throws IOException {
    int logged = 0;
    try (HttpLine line = new HttpLine(port)) {
      while (System.nanoTime() < end) {
        ObjectNode body = Wire.metric(Json.object().put("run_id", run), key, logged, logged);
        if (line.exchange(HttpLine.post(Wire.API + "runs/log-metric", Json.bytes(body))) != 200) {
          throw new IOException("a metric was refused");
        }
        logged++;
      }
    }
    return logged;
  }

  private void history(Report report, Wire wire) throws Exception {
    progress("a history of 25,000 points");
    String run = wire.run("0");
    for (int i = 0; i < HISTORY / BATCH * 10; i++) {
      wire.post("runs/log-batch", Wire.batch(run, BATCH, 100L * i));
    }
    Samples samples =
        times(
            20,
            () -> wire.get("metrics/get-history?metric_key=m0&max_results=25000&run_id=" + run));
    report.row("history of 25,000 points", "p50_ms", samples.millis(0.5));
    report.atMost("history of 25,000 points, p50 ms", samples.millis(0.5), 60);
  }

  private void aliases(Report report, Wire wire) throws Exception {
    progress("aliases on " + ALIAS_LINES + " connections");
    wire.post("registered-models/create", Json.object().put("name", "bench"));
    for (int i = 0; i < 10; i++) {
      ObjectNode version = Json.object().put("name", "bench").put("source", "s3://bench/" + i);
      wire.post("model-versions/create", version);
    }
    wire.post(
        "registered-models/alias",
        Json.object().put("name", "bench").put("alias", "best").put("version", "5"));
    byte[] request = HttpLine.get(Wire.API + "registered-models/alias?name=bench&alias=best");
    var _ = Load.closed(wire.port(), request, ALIAS_LINES, seconds / 2); // to warm up
    Load.Outcome outcome = Load.closed(wire.port(), request, ALIAS_LINES, seconds);
    double p50 = outcome.samples().millis(0.5);
    report.row("alias", "per_second", outcome.perSecond(), "p50_ms", p50);
    report.atLeast("alias lookups beside MLflow's", outcome.perSecond() / MLFLOW_ALIASES, 50);
  }

  private void search(Report report, Wire wire) throws Exception {
    String group =
        wire.post("experiments/create", Json.object().put("name", "searched"))
            .required("experiment_id")
            .stringValue();
    List<Callable<Integer>> makers = new ArrayList<>();
    int makersCount = 16;
    for (int i = 0; i < makersCount; i++) {
      int first = i;
      makers.add(() -> make(wire, group, first, makersCount));
    }
    progress("making " + runs + " runs");
    var _ = Load.all(makers);
    ObjectNode query = Json.object().put("filter", "metrics.acc > 0.5").put("max_results", 100);
    query.putArray("experiment_ids").add(group);
    query.putArray("order_by").add("metrics.acc DESC");
    progress("searching");
    Samples samples = times(50, () -> wire.post("runs/search", query));
    report.row("search with metric filter and order", "p50_ms", samples.millis(0.5));
    report.atMost("search over the runs, p50 ms", samples.millis(0.5), 20);
  }

  private int make(Wire wire, String group, int first, int step) throws Exception {
    int made = 0;
    for (int i = first; i < runs; i += step) {
      String run = wire.run(group);
      ObjectNode body = Json.object().put("run_id", run);
      var metrics = body.putArray("metrics");
      Wire.metric(metrics.addObject(), "acc", i * 7919L % 100_003 / 100_003.0, 0);
      Wire.metric(metrics.addObject(), "loss", i, 0);
      Wire.metric(metrics.addObject(), "f1", i % 97, 0);
      var params = body.putArray("params");
      params.addObject().put("key", "depth").put("value", Integer.toString(i % 20));
      params.addObject().put("key", "lr").put("value", "0." + i % 50);
      wire.post("runs/log-batch", body);
      made++;
    }
    return made;
  }

  private static Samples times(int count, Callable<?> call) throws Exception {
    for (int i = 0; i < 5; i++) {
      var _ = call.call();
    }
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      var _ = call.call();
      nanos[i] = System.nanoTime() - begin;
    }
    return new Samples(nanos);
  }
}
