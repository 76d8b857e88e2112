// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.artifact;

import io.ratchet.bench.harness.Benchmark;
import io.ratchet.bench.harness.Child;
import io.ratchet.bench.harness.JavaOptions;
import io.ratchet.bench.harness.Report;
import io.ratchet.bench.harness.Scratch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A large file sent to the product and fetched again, with its memory looked at meanwhile. */
@Command(
    name = "artifacts",
    description = "Memory and throughput while a large file is uploaded and downloaded.")
public final class ArtifactsCommand extends Benchmark {
  private static final double HEAP_BOUND = 32;
  private static final String PATH = "/api/2.0/mlflow-artifacts/artifacts/1/bench/artifacts/large";

  @Option(names = "--megabytes", description = "Size of the file; default 300.")
  private int megabytes = 300;

  @Option(names = "--rounds", description = "Uploads and downloads; default 3.")
  private int rounds = 3;

  @Mixin private final JavaOptions options = new JavaOptions();

  /**
   * What was highest while something ran.
   *
   * @param live what the heap held that was reachable
   * @param used with the garbage that nobody had needed to collect yet
   */
  private record Peak(double live, double used, double resident, double seconds, int looks) {}

  @Override
  protected void measure(Report report) throws Exception {
    report.fact("java_options", options).fact("megabytes", megabytes);
    try (Scratch scratch = new Scratch();
        Child product = Child.product(scratch.folder(), options.list(), "serve", "--port", "0");
        HttpClient client = HttpClient.newHttpClient()) {
      URI file = URI.create("http://127.0.0.1:" + product.port() + PATH);
      upload(client, file, 0, 1 << 20); // so that everything is loaded
      download(client, file);
      double growth = 0;
      for (int round = 1; round <= rounds; round++) {
        progress("round %d of %d".formatted(round, rounds));
        int seed = round;
        double before = product.liveMegabytes();
        double resident = product.residentMegabytes();
        Peak up = watch(product, () -> upload(client, file, seed, megabytes * 1_000_000L));
        Peak down = watch(product, () -> download(client, file));
        row(report, "up", round, up, before, resident);
        row(report, "down", round, down, before, resident);
        growth = Math.max(growth, Math.max(up.live(), down.live()) - before);
      }
      report.atMost("growth of the live heap, MB", growth, HEAP_BOUND);
    }
  }

  private static long upload(HttpClient client, URI file, int seed, long bytes)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(file)
            .PUT(
                HttpRequest.BodyPublishers.fromPublisher(
                    HttpRequest.BodyPublishers.ofInputStream(() -> new RandomBytes(seed, bytes)),
                    bytes))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(response.body());
    }
    return bytes;
  }

  private static long download(HttpClient client, URI file)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(
            HttpRequest.newBuilder(file).build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** Looks at the product again and again until the work is done. */
  private static Peak watch(Child product, Callable<Long> work)
      throws IOException, InterruptedException, ExecutionException {
    double live = 0;
    double used = 0;
    double resident = 0;
    int looks = 0;
    long begin = System.nanoTime();
    try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
      Future<Long> done = worker.submit(work);
      while (!done.isDone()) {
        used = Math.max(used, product.heapMegabytes());
        resident = Math.max(resident, product.residentMegabytes());
        live = Math.max(live, product.liveMegabytes());
        looks++;
      }
      var _ = done.get();
    }
    return new Peak(live, used, resident, (System.nanoTime() - begin) / 1e9, looks);
  }

  private void row(
      Report report, String way, int round, Peak peak, double before, double resident) {
    report.row(
        "a file of " + megabytes + " MB (MB, s)",
        "way",
        way,
        "round",
        round,
        "live_before",
        before,
        "live_peak",
        peak.live(),
        "used_peak",
        peak.used(),
        "resident_before",
        resident,
        "resident_peak",
        peak.resident(),
        "seconds",
        peak.seconds(),
        "looks",
        peak.looks());
  }
}
