// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.model.Described;
import io.ratchet.model.Golden;
import io.ratchet.model.ModelContent;
import io.ratchet.model.ModelSource;
import io.ratchet.model.Signature;
import io.ratchet.retrain.Trainers.Job;
import io.ratchet.retrain.Trainers.Supervision;
import io.ratchet.retrain.Trainers.Trained;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trains by a program on this machine. It finds {@code train.csv}, {@code holdout.csv} and {@code
 * request.json} in its fresh working directory, leaves {@code model.onnx} and {@code metrics.json}
 * in the directory that {@code RATCHET_OUTPUT} names, and ends with 0. Of our environment it gets
 * what finds programs, and no secret.
 */
final class CommandTrainer {
  private static final long LOOK_MILLIS = 50;
  private static final long MODEL_BYTES = 512L << 20;
  private static final int METRICS_BYTES = 1 << 20;
  private static final List<String> PASSED =
      List.of(
          "PATH",
          "HOME",
          "LANG",
          "LC_ALL",
          "TMPDIR",
          "TZ",
          "JAVA_HOME",
          "PYTHONPATH",
          "VIRTUAL_ENV",
          "SYSTEMROOT",
          "CUDA_VISIBLE_DEVICES");

  private final Map<String, String> environment;

  /**
   * A trainer.
   *
   * @param environment of this process
   */
  CommandTrainer(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Runs the program to its end, the time's, or nobody's wanting it any more. */
  Trained train(
      Run run, Job job, @Nullable Signature champion, Path folder, Supervision supervision) {
    try {
      Path output = Files.createDirectories(folder.resolve("output"));
      int cut = job.rows().size() - job.holdout();
      Files.write(folder.resolve("train.csv"), job.rows().slice(0, cut).csv());
      Files.write(folder.resolve("holdout.csv"), job.rows().slice(cut, job.rows().size()).csv());
      Files.write(folder.resolve("request.json"), Json.bytes(request(run, job, champion)));
      execute(run, job, folder, output, supervision);
      return read(output, champion);
    } catch (IOException e) {
      throw Failure.unavailable(
          "cannot work in " + folder + ": " + e.getMessage(), "check the disk", e);
    }
  }

  /** What a program or a server elsewhere is told. */
  static ObjectNode request(Run run, Job job, @Nullable Signature champion) {
    ObjectNode json =
        Json.object()
            .put("run_id", run.id())
            .put("model", run.model())
            .put("label", job.label())
            .put("trigger_type", run.cause().types())
            .put("reason", run.cause().reasons())
            .put("parent_version", run.parent())
            .put("rows", job.rows().size())
            .put("holdout_rows", job.holdout());
    json.set("parameters", job.recipe().parameters());
    json.set("signature", champion == null ? null : champion.json());
    return json;
  }

  private void execute(Run run, Job job, Path folder, Path output, Supervision supervision)
      throws IOException {
    List<String> command = new ArrayList<>();
    boolean hasShell = File.separatorChar == '/' && Files.isExecutable(Path.of("/bin/sh"));
    if (hasShell) {
      long kilobytes = Math.max(1, supervision.memory() >> 10);
      command.addAll(
          List.of("/bin/sh", "-c", "ulimit -v " + kilobytes + " && exec \"$@\"", "retrain"));
    }
    command.addAll(job.recipe().command());
    command.addAll(
        List.of("--trigger-type", run.cause().types(), "--reason", run.cause().reasons()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(folder.resolve("request.json").toFile()));
    builder.environment().clear();
    PASSED.stream()
        .filter(environment::containsKey)
        .forEach(name -> builder.environment().put(name, environment.getOrDefault(name, "")));
    builder.environment().put("RATCHET_MODEL", run.model());
    builder.environment().put("RATCHET_RUN_ID", run.id());
    builder.environment().put("RATCHET_TRIGGER_TYPE", run.cause().types());
    builder.environment().put("RATCHET_REASON", run.cause().reasons());
    builder.environment().put("RATCHET_OUTPUT", output.toString());
    supervision.log("starts " + String.join(" ", job.recipe().command()));
    Process process = start(builder, job);
    Thread reader =
        Thread.ofVirtual().name("retraining log").start(() -> copy(process, supervision));
    try {
      int status = await(process, supervision);
      var _ = reader.join(java.time.Duration.ofSeconds(2));
      supervision.log("ended with " + status);
      if (status != 0) {
        throw Failure.invalid(
            "the program ended with status " + status, "read the log of the run; 0 is success");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled();
    } finally {
      kill(process);
    }
  }

  private static Process start(ProcessBuilder builder, Job job) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new Failure(
          ErrorCode.INVALID,
          "the program %s cannot be started: %s"
              .formatted(job.recipe().command().getFirst(), e.getMessage()),
          "check its path and permissions",
          List.of(),
          e);
    }
  }

  private static int await(Process process, Supervision supervision) throws InterruptedException {
    while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (supervision.isCancelled()) {
        throw cancelled();
      }
      if (!supervision.left().isPositive()) {
        throw timeUp();
      }
    }
    return process.exitValue();
  }

  static Failure timeUp() {
    return new Failure(
        ErrorCode.EXHAUSTED,
        "the training took longer than retraining.max_training_time",
        "raise it, or train on fewer rows");
  }

  static Failure cancelled() {
    return Failure.conflict("the training was cancelled", "start another one if it is wanted");
  }

  /** Ends the program and everything that it started. */
  private static void kill(Process process) {
    List<ProcessHandle> tree = process.descendants().toList();
    process.destroyForcibly();
    tree.forEach(ProcessHandle::destroyForcibly);
  }

  private static void copy(Process process, Supervision supervision) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        supervision.log(line);
      }
    } catch (IOException e) {
      supervision.log("its output ended early: " + e.getMessage());
    }
  }

  private static Trained read(Path output, @Nullable Signature champion) throws IOException {
    Path model = output.resolve("model.onnx");
    if (!Files.isRegularFile(model) || Files.size(model) > MODEL_BYTES) {
      throw Failure.invalid(
          "the program left no model.onnx of at most %d bytes".formatted(MODEL_BYTES),
          "write it to the directory that RATCHET_OUTPUT names");
    }
    Path metrics = output.resolve("metrics.json");
    boolean says = Files.isRegularFile(metrics) && Files.size(metrics) <= METRICS_BYTES;
    JsonNode said = says ? Json.read(Files.readAllBytes(metrics)) : Json.object();
    return trained(Files.readAllBytes(model), said, champion);
  }

  /** Numbers are metrics; signature, golden and parameters are what a version has of them. */
  private static Trained trained(byte[] onnx, JsonNode said, @Nullable Signature champion) {
    JsonNode signature = said.get("signature");
    ObjectNode content = Json.object();
    content.set("source", new ModelSource.Onnx("0".repeat(64), onnx.length).json());
    Described file = Described.of(onnx);
    Signature own = file.signature();
    Signature usual = own.features().isEmpty() && champion != null ? champion : own;
    content.set("signature", signature == null ? usual.json() : signature);
    ArrayNode examples = content.putArray("golden");
    if (said.get("golden") instanceof ArrayNode golden) {
      examples.addAll(golden);
    } else {
      file.golden().forEach(one -> examples.add(one.json()));
    }
    List<io.ratchet.base.Problem> problems = new ArrayList<>();
    ModelContent read = ModelContent.read(Fields.of(content, "metrics.json", problems), problems);
    Fields.refuse(problems);
    if (read == null) {
      throw new IllegalStateException("a source without faults is there");
    }
    ObjectNode numbers = Json.object();
    JsonNode nested = said.path("metrics").isObject() ? said.path("metrics") : said;
    Map<String, JsonNode> sorted = new TreeMap<>();
    nested.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    sorted.forEach((name, value) -> {
      if (value.isNumber()) {
        numbers.set(name, value);
      }
    });
    List<Golden> golden = read.golden();
    ObjectNode parameters =
        said.get("parameters") instanceof ObjectNode object ? object : Json.object();
    return new Trained(onnx, read.signature(), golden, numbers, parameters, "command", null);
  }
}
