// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Pause;
import io.ratchet.base.Ticker;
import io.ratchet.cli.ComparisonView;
import io.ratchet.cli.Connection;
import io.ratchet.cli.MetricsViews;
import io.ratchet.cli.Table;
import io.ratchet.cli.Terminal;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Drives a running server with a real trace through the whole loop, from a new version to a
 * promoted winner, and shows what the server measured.
 *
 * <p>Before the server starts, {@link #install} writes what it is to load and returns the settings
 * that make it do so; {@link #run} then does the rest by HTTP.
 */
public final class Demo {
  /** Times faster than it happened: the hour of the trace passes in less than a minute. */
  public static final double SPEED = 60;

  private static final double SLOWEST = 0.1;
  private static final double FASTEST = 1_000_000;

  /** The share of the traffic that the versions before get, so that there are figures of them. */
  private static final double BEFORE = 0.2;

  private static final double PERCENT = 100;

  static final String PROMPT = "extraction";
  private static final String FIRST = "v1.1.0";
  private static final Map<String, Integer> SHARES = shares();

  private final URI server;
  private final @Nullable String key;
  private final Path prompts;
  private final double speed;
  private final Terminal terminal;
  private final Ticker ticker;
  private final Pause pause;
  private final Story story;
  private final Trace trace = Trace.read(DemoFiles.text("azure_llm_code.csv"));
  private final Notes notes = Notes.read(DemoFiles.text("notes.jsonl"));

  /**
   * Nothing is sent yet.
   *
   * @param key API key, or null where the server needs none
   * @param prompts the directory that the server loads prompts from
   * @param speed how many times faster than it happened the trace is replayed
   */
  public Demo(
      URI server,
      @Nullable String key,
      Path prompts,
      double speed,
      Terminal terminal,
      Ticker ticker,
      Pause pause) {
    if (!(speed >= SLOWEST && speed <= FASTEST)) {
      throw Failure.invalid(
          "the speed must be from %s to %s, got %s".formatted(SLOWEST, FASTEST, speed),
          "try %.0f, or 1 for real time".formatted(SPEED));
    }
    this.server = server;
    this.key = key;
    this.prompts = prompts;
    this.speed = speed;
    this.terminal = terminal;
    this.ticker = ticker;
    this.pause = pause;
    this.story = new Story(terminal);
  }

  private static Map<String, Integer> shares() {
    Map<String, Integer> shares = new LinkedHashMap<>();
    shares.put("v1.0.0", 40);
    shares.put(FIRST, 30);
    shares.put(Workflow.CONTROL, 30);
    return shares;
  }

  /**
   * Writes the demo's notes and behaviours, and those of its prompts that are not there yet.
   *
   * @return the settings by path with which a server serves them through the simulated provider
   */
  public static Map<String, String> install(Path promptsDirectory, Path dataDirectory) {
    return DemoFiles.install(promptsDirectory, dataDirectory);
  }

  /** Runs the whole workflow and prints what the server measured. */
  public void run() throws InterruptedException {
    try (Connection connection = new Connection(server, key)) {
      Workflow workflow = new Workflow(connection, story, prompts);
      int before = (int) (BEFORE * trace.size());
      announce();
      addDocuments(connection);
      compareThree(connection, workflow, before);
      workflow.newVersion();
      workflow.reload();
      workflow.create();
      workflow.start();
      experiment(connection, workflow, before);
      List<String> versions = new ArrayList<>(SHARES.keySet());
      versions.add(Workflow.TREATMENT);
      story.say("");
      story.show(MetricsViews.versions(workflow.metrics(versions)));
    }
  }

  private void announce() {
    story.say(
        "%,d real arrivals of %d minutes, %.0f times as fast, over %d synthetic notes and %d users.",
        trace.size(), trace.length().toMinutes(), speed, notes.notes().size(), Notes.USERS);
    story.say(
        "No model is asked: the answers are simulated, and so are their latencies and prices.");
  }

  /** The versions until now, side by side; the best of them goes into production. */
  private void compareThree(Connection connection, Workflow workflow, int before)
      throws InterruptedException {
    ObjectNode route = Json.object().put("reason", "the demo compares three versions");
    ArrayNode versions = route.putArray("versions");
    SHARES.forEach(
        (version, share) -> versions.addObject().put("version", version).put("weight", share));
    connection.put(Connection.path("/api/prompts/{name}/route", PROMPT), route);
    story.say("%nBefore  Three versions share the traffic: %s", shown());
    Replay replay =
        new Replay(sender(connection), pacing(), new Progress(terminal, ticker, before));
    replay.run(trace.arrivals().subList(0, before), 0);
    story.show(MetricsViews.versions(workflow.metrics(List.copyOf(SHARES.keySet()))));
    story.show(ComparisonView.of(workflow.compare(FIRST, Workflow.CONTROL)));
    connection.post(
        Connection.path("/api/prompts/{name}/versions/{version}/stage", PROMPT, Workflow.CONTROL),
        Json.object().put("stage", "production").put("reason", "adds risk factors"));
    story.say(
        "  %s adds risk factors, which somebody wants: it goes into production.", Workflow.CONTROL);
  }

  private void addDocuments(Connection connection) {
    for (Notes.Note note : notes.notes()) {
      ObjectNode document = Json.object().put("id", note.id()).put("text", note.text());
      document.set("gold", note.gold());
      connection.post("/api/documents", document);
    }
  }

  private Replay.Sender sender(Connection connection) {
    return (place, arrival) ->
        connection.send(
            "POST",
            Connection.path("/api/process/{id}", notes.of(place).id()),
            notes.request(place, arrival));
  }

  private Pacing pacing() {
    return new Pacing(speed, ticker, pause);
  }

  private static String shown() {
    List<String> shares = new ArrayList<>();
    SHARES.forEach((version, share) -> shares.add(version + " " + share + "%"));
    return String.join(", ", shares);
  }

  /** Steps 5 to 9: the traffic goes on while the verdict forms and while the winner is promoted. */
  private void experiment(Connection connection, Workflow workflow, int before)
      throws InterruptedException {
    List<Trace.Arrival> arrivals = trace.arrivals().subList(before, trace.size());
    story.step(
        5,
        "Process documents",
        "POST /api/process/{doc_id}: %,d calls for %d documents with gold fields",
        arrivals.size(),
        notes.notes().size());
    Replay replay =
        new Replay(sender(connection), pacing(), Progress.quiet(terminal, ticker, arrivals.size()));
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Tally> traffic = thread.submit(() -> replay.run(arrivals, before));
      story.step(
          6,
          "Monitor",
          "GET /api/experiments/%s/analysis, every few seconds; bounds hold however often one looks",
          Workflow.EXPERIMENT);
      JsonNode analysis = new Monitor(workflow, story, pause).untilSettled(traffic::isDone);
      analyse(analysis);
      promote(workflow, analysis);
      story.line("The rest of the traffic goes to the winner.");
      report(traffic.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException("the replay failed", e);
    }
    story.step(
        9,
        "The default is the winner",
        "GET /api/prompts/versions: default_version %s, and no file was edited",
        workflow.defaultVersion());
    story.show(quality(connection));
  }

  private void analyse(JsonNode analysis) {
    story.step(7, "Analyse", "The verdict is %s:", Monitor.decision(analysis));
    for (JsonNode reason : analysis.at("/verdict/reasons")) {
      story.line("- %s", reason.asString(""));
    }
    story.show(arms(analysis));
  }

  private static Table arms(JsonNode analysis) {
    Table table =
        new Table("arm", "version", "users", "calls", "success", "complete", "time", "cost");
    for (JsonNode arm : analysis.path("variants")) {
      table.row(
          arm.path("name").asString(""),
          arm.path("version").asString(""),
          arm.path("units").asLong(),
          arm.path("calls").asLong(),
          shown("%.1f%%", PERCENT * arm.path("success_rate").asDouble()),
          shown("%.1f%%", PERCENT * arm.path("completeness").asDouble()),
          shown("%.0f ms", arm.path("latency_ms").asDouble()),
          shown("$%.5f", arm.path("cost_usd").asDouble()));
    }
    return table;
  }

  private static String shown(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private void promote(Workflow workflow, JsonNode analysis) {
    String winner = analysis.at("/verdict/winner").asString("");
    if (winner.isEmpty()) {
      throw Failure.conflict(
          "the experiment ended with " + Monitor.decision(analysis) + ", without a winner",
          "run the demo again; on a machine this slow, with a lower --speed");
    }
    workflow.complete(winner, "fails less often, at a price within its guardrail");
    workflow.promote();
    story.step(
        8,
        "Promote",
        "POST /api/experiments/%s/complete and /promote: all traffic goes to %s",
        Workflow.EXPERIMENT,
        winner);
  }

  private void report(Tally tally) {
    Tally.Count count = tally.count();
    story.line(
        "%,d calls, %,d of them without a usable answer%s.",
        count.done(), count.failed(), count.failed() == 0 ? "" : " (" + tally.faults() + ")");
  }

  /** How well the fields were extracted, against gold. */
  private static Table quality(Connection connection) {
    Table table = new Table("version", "extractions", "precision", "recall", "F1");
    for (String version : List.of(Workflow.CONTROL, Workflow.TREATMENT)) {
      JsonNode summary =
          connection.get(
              "/api/results/summary" + Connection.query(Map.of("prompt_version", version)));
      table.row(
          version,
          summary.path("results").asLong(0),
          share(summary.at("/micro/precision")),
          share(summary.at("/micro/recall")),
          share(summary.at("/micro/f1")));
    }
    return table;
  }

  private static @Nullable String share(JsonNode value) {
    return value.isNumber() ? String.format(Locale.ROOT, "%.3f", value.doubleValue()) : null;
  }

  /** Says what to look at next, for a server that goes on running. */
  public void invite() {
    boolean usual = server.getPort() == 8000;
    terminal
        .out()
        .print(
            """
            The server goes on running with this data; stop it with Ctrl-C. Open
              %1$s/                                 the server's front page
              %1$s/experiments/medication-wording/status
                                                     the experiment and its verdict
              %1$s/api/metrics/prompts/v2.1.0       the figures of one version
              %1$s/api/results?limit=5              the last extractions
              %1$s/api/calls?limit=5                the last calls
              %1$s/metrics                          the same for Prometheus

            Try in another terminal%2$s
              ./ratchet prompts diff v2.0.0 v2.1.0
              ./ratchet prompts render v1.0.0 --var document="BP 120/80, no allergies"
              ./ratchet calls list --version v2.1.0 --limit 5
              ./ratchet experiment analysis medication-wording
              ./ratchet experiment rollback medication-wording --reason "second thoughts"
            """
                .formatted(server, usual ? "" : ", after: export RATCHET_URL=" + server));
    terminal.out().flush();
  }
}
