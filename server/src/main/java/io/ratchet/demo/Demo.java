// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Pause;
import io.ratchet.base.Ticker;
import io.ratchet.cli.ComparisonView;
import io.ratchet.cli.Connection;
import io.ratchet.cli.MetricsViews;
import io.ratchet.cli.Terminal;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Drives a running server with a real trace, then shows what the server measured.
 *
 * <p>Before the server starts, {@link #install} writes what it is to load and returns the settings
 * that make it do so; {@link #run} then does the rest by HTTP.
 */
public final class Demo {
  /** Times faster than it happened: the hour of the trace passes in less than a minute. */
  public static final double SPEED = 60;

  private static final double SLOWEST = 0.1;
  private static final double FASTEST = 1_000_000;

  static final String PROMPT = "extraction";
  private static final Map<String, Integer> SHARES = shares();
  private static final String CONTROL = "v1.1.0";
  private static final String TREATMENT = "v2.0.0";

  private final URI server;
  private final @Nullable String key;
  private final double speed;
  private final Terminal terminal;
  private final Ticker ticker;
  private final Pause pause;

  /**
   * Nothing is sent yet.
   *
   * @param key API key, or null where the server needs none
   * @param speed how many times faster than it happened the trace is replayed
   */
  public Demo(
      URI server,
      @Nullable String key,
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
    this.speed = speed;
    this.terminal = terminal;
    this.ticker = ticker;
    this.pause = pause;
  }

  private static Map<String, Integer> shares() {
    Map<String, Integer> shares = new LinkedHashMap<>();
    shares.put("v1.0.0", 40);
    shares.put(CONTROL, 30);
    shares.put(TREATMENT, 30);
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

  /** Routes, replays, and prints what the server measured. */
  public void run() throws InterruptedException {
    Trace trace = Trace.read(DemoFiles.text("azure_llm_code.csv"));
    Notes notes = Notes.read(DemoFiles.text("notes.jsonl"));
    try (Connection connection = new Connection(server, key)) {
      route(connection);
      long before = requests(metrics(connection));
      announce(trace, notes);
      Progress progress = new Progress(terminal, ticker, trace.size());
      Tally tally =
          new Replay(connection, notes).run(trace, new Pacing(speed, ticker, pause), progress);
      List<JsonNode> metrics = metrics(connection);
      report(tally, progress.seconds(), requests(metrics) - before);
      terminal.out().println(MetricsViews.versions(metrics));
      terminal.out().println(ComparisonView.of(compare(connection)));
    }
    terminal.out().flush();
  }

  private void announce(Trace trace, Notes notes) {
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "Replaying %,d real arrivals of %d minutes, %.0f times as fast: %d synthetic notes, %d"
                + " users, %s.%nNo model is asked: the answers are simulated, and so are their"
                + " latencies and prices.%n",
            trace.size(),
            trace.length().toMinutes(),
            speed,
            notes.notes().size(),
            Notes.USERS,
            shown());
    terminal.out().flush();
  }

  private static String shown() {
    List<String> shares = new ArrayList<>();
    SHARES.forEach((version, share) -> shares.add(version + " " + share + "%"));
    return String.join(", ", shares);
  }

  private static void route(Connection connection) {
    ObjectNode body = Json.object().put("reason", "the demo compares three versions");
    ArrayNode versions = body.putArray("versions");
    SHARES.forEach(
        (version, share) -> versions.addObject().put("version", version).put("weight", share));
    connection.put(Connection.path("/api/prompts/{name}/route", PROMPT), body);
  }

  private static List<JsonNode> metrics(Connection connection) {
    List<JsonNode> metrics = new ArrayList<>();
    for (String version : SHARES.keySet()) {
      metrics.add(
          connection.get(
              Connection.path("/api/metrics/prompts/{version}", version)
                  + Connection.query(Map.of("prompt", PROMPT, "days", 1))));
    }
    return metrics;
  }

  private static long requests(List<JsonNode> metrics) {
    return metrics.stream().mapToLong(version -> version.path("requests").asLong(0)).sum();
  }

  private static JsonNode compare(Connection connection) {
    return connection.post(
        "/api/metrics/compare",
        Json.object()
            .put("prompt", PROMPT)
            .put("control_version", CONTROL)
            .put("treatment_version", TREATMENT)
            .put("confidence_level", 0.95));
  }

  private void report(Tally tally, double seconds, long measured) {
    Tally.Count count = tally.count();
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%n%,d calls in %.1f s, %.0f a second; %,d without an answer%s.%n"
                + "The server's figures hold %,d of them:%n%n",
            count.done(),
            seconds,
            count.done() / seconds,
            count.failed(),
            count.failed() == 0 ? "" : " (" + tally.faults() + ")",
            measured);
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
              %1$s/api/metrics/prompts/v2.0.0       the figures of one version
              %1$s/api/calls?limit=5                the last calls
              %1$s/metrics                          the same for Prometheus

            Try in another terminal%2$s
              ./ratchet prompts diff v1.1.0 v2.0.0
              ./ratchet prompts render v1.0.0 --var document="BP 120/80, no allergies"
              ./ratchet calls list --version v2.0.0 --limit 5
              ./ratchet prompts stage v2.0.0 production --reason "won the comparison"
              ./ratchet prompts rollback --reason "second thoughts"
            """
                .formatted(server, usual ? "" : ", after: export RATCHET_URL=" + server));
    terminal.out().flush();
  }
}
