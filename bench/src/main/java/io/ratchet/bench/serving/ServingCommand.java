// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.serving;

import io.ratchet.base.Json;
import io.ratchet.bench.harness.Benchmark;
import io.ratchet.bench.harness.Report;
import io.ratchet.bench.harness.Samples;
import io.ratchet.bench.harness.Scratch;
import io.ratchet.http.Answer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What serving adds to a prediction of one row and to one of 1,024. */
@Command(
    name = "serving",
    description = "Predicts by /predict and by binary tensors beside ONNX Runtime called directly.")
public final class ServingCommand extends Benchmark {
  private static final int ROWS = 1_024;
  private static final int SLICE = 64;
  private static final double ADDED_MICROS = 150;
  private static final double BATCH_RATIO = 1.3;

  @Option(
      names = "--rounds",
      defaultValue = "20",
      description = "Rounds, in which all ways take turns; default ${DEFAULT-VALUE}.")
  private int rounds = 20;

  @Option(
      names = "--requests",
      defaultValue = "1000",
      description = "Requests of one row in a round; default ${DEFAULT-VALUE}.")
  private int requests = 1000;

  /** One way to do the work. */
  @FunctionalInterface
  private interface Way {
    void run() throws Exception;
  }

  @Override
  protected void measure(Report report) throws Exception {
    byte[] file = Forest.file();
    float[] rows = new float[ROWS * Forest.FEATURES];
    RandomGenerator chance = RandomGenerator.of("Random");
    for (int i = 0; i < rows.length; i++) {
      rows[i] = chance.nextFloat();
    }
    float[] one = java.util.Arrays.copyOf(rows, Forest.FEATURES);
    try (Scratch scratch = new Scratch();
        Served served = new Served(file, scratch);
        Direct direct = new Direct(file, ROWS);
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, Way> single = new LinkedHashMap<>();
      byte[] body = predictBody(one);
      single.put("direct", () -> direct.run(one, 1));
      single.put("/predict", () -> expect(served.predict.predict(body, "r", _ -> absent())));
      Map<String, Samples> singles = virtual.submit(turns(single, requests)).get();
      print(report, "one row, microseconds", singles);

      Map<String, Way> batch = new LinkedHashMap<>();
      byte[] json = inferHead();
      byte[] binary = inferBody(json, rows);
      batch.put("direct, all rows at once", () -> direct.run(rows, ROWS));
      batch.put("direct, " + SLICE + " rows at once", () -> direct.run(rows, SLICE));
      batch.put(
          "/v2 infer, binary",
          () ->
              expect(
                  served.kserve.infer(
                      OneModel.NAME,
                      null,
                      binary,
                      "r",
                      name ->
                          name.equals("inference-header-content-length")
                              ? Optional.of(Integer.toString(json.length))
                              : absent())));
      Map<String, Samples> batches = virtual.submit(turns(batch, Math.max(1, requests / 20))).get();
      print(report, "1,024 rows, microseconds", batches);

      report.atMost(
          "one row: added microseconds, p50",
          median(singles, "/predict") - median(singles, "direct"),
          ADDED_MICROS);
      double infer = median(batches, "/v2 infer, binary");
      report.atMost(
          "1,024 rows: times direct, all at once",
          infer / median(batches, "direct, all rows at once"),
          BATCH_RATIO);
      report.atMost(
          "1,024 rows: times direct, in slices",
          infer / median(batches, "direct, " + SLICE + " rows at once"),
          BATCH_RATIO);
    }
  }

  private static Optional<String> absent() {
    return Optional.empty();
  }

  private static void expect(Answer answer) {
    if (answer.status() != 200) {
      byte[] body = ((Answer.Whole) answer).body();
      throw new IllegalStateException(new String(body, StandardCharsets.UTF_8));
    }
  }

  private static double median(Map<String, Samples> samples, String way) {
    Samples found = samples.get(way);
    return found == null ? Double.NaN : found.micros(0.5);
  }

  private static void print(Report report, String table, Map<String, Samples> samples) {
    samples.forEach((way, nanos) ->
        report.row(
            table,
            "way",
            way,
            "p50",
            nanos.micros(0.5),
            "p90",
            nanos.micros(0.9),
            "p99",
            nanos.micros(0.99),
            "n",
            nanos.count()));
  }

  /** All ways in turns, after as many turns to warm up. */
  private Callable<Map<String, Samples>> turns(Map<String, Way> ways, int count) {
    return () -> {
      Map<String, List<long[]>> parts = new LinkedHashMap<>();
      for (int round = -rounds; round < rounds; round++) {
        for (Map.Entry<String, Way> way : ways.entrySet()) {
          long[] nanos = new long[count];
          for (int i = 0; i < count; i++) {
            long begun = System.nanoTime();
            way.getValue().run();
            nanos[i] = System.nanoTime() - begun;
          }
          if (round >= 0) {
            parts.computeIfAbsent(way.getKey(), _ -> new ArrayList<>()).add(nanos);
          }
        }
      }
      progress("measured " + String.join(", ", ways.keySet()));
      Map<String, Samples> samples = new LinkedHashMap<>();
      parts.forEach((way, list) -> samples.put(way, Samples.of(list)));
      return samples;
    };
  }

  private static byte[] predictBody(float[] row) {
    ObjectNode body = Json.object().put("user_id", "patient_12345");
    ObjectNode features = body.putObject("features");
    List<String> names = Forest.names();
    for (int i = 0; i < row.length; i++) {
      features.put(names.get(i), row[i]);
    }
    return Json.bytes(body);
  }

  private static byte[] inferHead() {
    ObjectNode request = Json.object();
    ObjectNode input = request.putArray("inputs").addObject().put("name", "input");
    ArrayNode shape = input.putArray("shape");
    shape.add(ROWS).add(Forest.FEATURES);
    input.put("datatype", "FP32");
    input.putObject("parameters").put("binary_data_size", ROWS * Forest.FEATURES * Float.BYTES);
    request.putObject("parameters").put("binary_data_output", true);
    return Json.bytes(request);
  }

  private static byte[] inferBody(byte[] head, float[] rows) {
    byte[] body = new byte[head.length + rows.length * Float.BYTES];
    ByteBuffer buffer = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(head);
    for (float value : rows) {
      buffer.putFloat(value);
    }
    return body;
  }
}
