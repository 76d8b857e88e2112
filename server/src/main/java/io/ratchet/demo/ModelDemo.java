// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Pause;
import io.ratchet.base.Ticker;
import io.ratchet.cli.Connection;
import io.ratchet.cli.Table;
import io.ratchet.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Drives a server through the life of a model on data whose habits change: trained on the first
 * part of a table, asked the rest day by day, told the classes late; and compares what the loop got
 * right with a model that is never trained again and with one that is trained every day.
 *
 * <p>The server's clock is moved from here, a day at a time, so that a year takes a minute; the
 * server itself does what it would do in that year.
 */
public final class ModelDemo {
  private static final String TRAINER = "boosted_trees";
  private static final int WINDOW = 3_000;
  private static final int LAG = 1;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration GLANCE = Duration.ofMillis(20);
  private static final int LOOKS = 15_000;
  private static final int MONTH = 30;

  private final Connection connection;
  private final Consumer<Duration> clock;
  private final TimedTable table;
  private final String model;
  private final Path incoming;
  private final Terminal terminal;
  private final Pause pause;
  private final Ticker ticker;
  private final Deque<ArrayNode> unknown = new ArrayDeque<>();
  private final int[] managed;

  /** What the demonstration is about. */
  public record Subject(String model, String label, byte[] csv) {
    /** The electricity market that comes with the product. */
    public static Subject electricity() {
      return new Subject("electricity", "class", DemoFiles.bytes("elec2.csv"));
    }
  }

  /**
   * What came of it.
   *
   * @param rows that were asked
   * @param frozen share that the first model would have got right
   * @param managed share that the loop got right
   * @param daily share that a new model every day would have got right
   */
  public record Outcome(
      int rows, double frozen, double managed, double daily, int retrains, int alarms) {
    public ObjectNode json() {
      return Json.object()
          .put("rows", rows)
          .put("frozen_accuracy", frozen)
          .put("managed_accuracy", managed)
          .put("daily_accuracy", daily)
          .put("retrains", retrains)
          .put("drift_alarms", alarms);
    }
  }

  /**
   * Nothing is sent yet.
   *
   * @param clock moves the server's clock on
   * @param incoming a directory in which the server looks for data to train on
   */
  public ModelDemo(
      Connection connection,
      Consumer<Duration> clock,
      Subject subject,
      Path incoming,
      Terminal terminal,
      Pause pause,
      Ticker ticker) {
    this.connection = connection;
    this.clock = clock;
    this.table = TimedTable.read(subject.csv(), subject.label());
    this.model = subject.model();
    this.incoming = incoming;
    this.terminal = terminal;
    this.pause = pause;
    this.ticker = ticker;
    this.managed = new int[table.days()];
  }

  /** Tells the whole story and answers what came of it. */
  public Outcome run() throws InterruptedException {
    say(
        "%,d rows; a model learns from the first %,d, then %,d days of %d rows are asked.",
        table.data().rows(), table.first(), table.days(), table.day());
    Baselines baselines = new Baselines(table, TRAINER, WINDOW, LAG, ticker);
    try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
      Future<Baselines.Right> others = beside.submit(baselines::run);
      trainFirst();
      follow();
      for (int day = 0; day < table.days(); day++) {
        live(day);
        if ((day + 1) % MONTH == 0) {
          progress(day);
        }
      }
      return conclude(others.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException("the models beside the loop could not be trained", e);
    }
  }

  /** The first model learns from a file, as it would where there is no traffic yet. */
  private void trainFirst() throws InterruptedException {
    StringBuilder csv = new StringBuilder();
    csv.append(String.join(",", table.data().features())).append(',').append("label\n");
    for (int row = 0; row < table.first(); row++) {
      ObjectNode features = table.features(row);
      for (String name : table.data().features()) {
        csv.append(cell(features.path(name))).append(',');
      }
      csv.append(cell(table.label(row))).append('\n');
    }
    Path file = incoming.resolve("first.csv");
    try {
      Files.createDirectories(incoming);
      Files.writeString(file, csv);
      // It was there before the story began, by the clock of the story too.
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    } catch (IOException e) {
      throw Failure.unavailable("cannot write " + file + ": " + e, "choose another --data", e);
    }
    connection.put(path(""), pipeline("files"));
    clock.accept(DAY); // the new file is a reason to train
    settle();
    String version = connection.get("/api/models/" + model).path("default_version").asString("");
    say("%s %s is trained and serves.", model, version);
  }

  private static String cell(JsonNode value) {
    String text = value.asString("");
    return text.contains(",") || text.contains("\"")
        ? "\"" + text.replace("\"", "\"\"") + "\""
        : text;
  }

  /** From now on it learns from what it is asked and from what turns out to be true. */
  private void follow() {
    connection.put(path(""), pipeline("traffic"));
  }

  private ObjectNode pipeline(String source) {
    ObjectNode json = Json.object().put("label", "label");
    json.putObject("trainer").put("kind", TRAINER);
    ObjectNode data = json.putObject("data").put("source", source).put("window", "3650d");
    if (source.equals("traffic")) {
      data.put("max_rows", WINDOW);
      json.put("holdout", 0.1).putObject("gates").put("confidence", 0.8);
      ObjectNode canary = json.putObject("canary").put("traffic_split", 0.5);
      canary.put("confidence_level", 0.8).put("min_samples_per_variant", table.day());
      canary
          .putArray("metrics")
          .addObject()
          .put("metric", "accuracy")
          .put("role", "success")
          .put("min_improvement", -0.2);
    }
    return json;
  }

  /** A day: rows are asked, the classes of an earlier day arrive, the clock moves on. */
  private void live(int day) throws InterruptedException {
    int from = table.from(day);
    int to = table.from(day + 1);
    ObjectNode request = Json.object().put("model", model);
    ArrayNode features = request.putArray("batch_features");
    ArrayNode users = request.putArray("user_ids");
    for (int row = from; row < to; row++) {
      features.add(table.features(row));
      users.add("row-" + row);
    }
    JsonNode predictions = connection.post("/predict/batch", request).path("predictions");
    ArrayNode labels = Json.array();
    for (int row = from; row < to; row++) {
      JsonNode prediction = predictions.path(row - from);
      JsonNode truth = table.label(row);
      if (prediction.path("prediction").asString("").equals(truth.asString(""))) {
        managed[day]++;
      }
      labels
          .addObject()
          .put("call_id", prediction.path("call_id").asString(""))
          .put("name", "label")
          .set("value", truth);
    }
    unknown.addLast(labels);
    if (unknown.size() > LAG) {
      ObjectNode feedback = Json.object();
      feedback.set("feedback", unknown.removeFirst());
      connection.post("/api/feedback", feedback);
    }
    clock.accept(DAY);
    settle();
  }

  /** Waits until nothing is being trained. */
  private void settle() throws InterruptedException {
    for (int look = 0; look < LOOKS; look++) {
      boolean busy = false;
      for (String status : List.of("queued", "running")) {
        JsonNode runs =
            connection.get("/api/retraining/runs?limit=1&model=" + model + "&status=" + status);
        busy |= !runs.path("runs").isEmpty();
      }
      if (!busy) {
        return;
      }
      pause.sleep(GLANCE);
    }
    throw Failure.unavailable(
        "a training of " + model + " does not end",
        "look at GET /api/retraining/runs?model=" + model,
        null);
  }

  private String path(String rest) {
    return "/api/retraining/" + model + rest;
  }

  private void progress(int day) {
    int from = Math.max(0, day - MONTH + 1);
    int rows = table.from(day + 1) - table.from(from);
    int right = Arrays.stream(managed, from, day + 1).sum();
    JsonNode state = connection.get("/api/models/" + model);
    say(
        "day %4d: %.1f %% right in the last %d days, %s serves",
        day + 1, 100.0 * right / rows, MONTH, state.path("default_version").asString("nothing"));
  }

  private Outcome conclude(Baselines.Right others) {
    int rows = table.data().rows() - table.first();
    int retrains = 0;
    Table runs = new Table("version", "trigger", "status", "when");
    JsonNode all = connection.get("/api/retraining/runs?limit=1000&model=" + model).path("runs");
    for (JsonNode run : all) {
      if (!run.path("version").asString("").isEmpty()) {
        retrains++;
      }
      runs.row(
          run.path("version").asString("-"),
          run.at("/triggers/0/trigger_type").asString("-"),
          run.path("status").asString("-"),
          run.path("created_at").asString("-"));
    }
    int alarms =
        connection
            .get("/api/journal?limit=1000&type=drift.detected&asset=" + model)
            .path("entries")
            .size();
    Outcome outcome =
        new Outcome(
            rows,
            share(Arrays.stream(others.frozen()).sum(), rows),
            share(Arrays.stream(managed).sum(), rows),
            share(Arrays.stream(others.daily()).sum(), rows),
            Math.max(0, retrains - 1),
            alarms);
    terminal.out().print(runs + "\n");
    say(
        "Right: %.2f %% with the loop and %d retrainings; %.2f %% with the first model for ever;"
            + " %.2f %% with a new one on each of %,d days. Drift alarms: %d.",
        100 * outcome.managed(),
        outcome.retrains(),
        100 * outcome.frozen(),
        100 * outcome.daily(),
        table.days(),
        alarms);
    return outcome;
  }

  private static double share(int right, int rows) {
    return Math.round(1e4 * right / rows) / 1e4;
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency for one method
  private void say(String format, Object... values) {
    terminal.out().println(String.format(Locale.ROOT, format, values));
  }
}
