// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import io.ratchet.base.Pause;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What shows how an experiment does. */
final class ExperimentLooks {
  private ExperimentLooks() {}

  /** Arms, intervals and verdict on one screen. */
  @Command(
      name = "status",
      description = {
        "Shows how an experiment does: arms, intervals, verdict.",
        "Looking often is safe: what decides is valid at every look."
      },
      footer = {
        "",
        "Examples:",
        "  ratchet experiment status terse",
        "  ratchet experiment status terse --watch 2"
      })
  static final class Status implements Callable<Integer> {
    private static final Set<String> OVER = Set.of("COMPLETED", "PROMOTED", "ROLLED_BACK");
    private static final String CLEARED = "\u001b[H\u001b[2J";

    @Mixin private final ServerOptions server;
    private final Pause pause;

    @Parameters(paramLabel = "NAME", description = "Name or id of the experiment.")
    private String name = "";

    @Option(
        names = "--watch",
        paramLabel = "SECONDS",
        description = {
          "Look again every so many seconds until it is over;",
          "with --json each look is one line."
        })
    private @Nullable Double watch;

    Status(Terminal terminal, Pause pause) {
      this.server = new ServerOptions(terminal);
      this.pause = pause;
    }

    @Override
    public Integer call() {
      if (watch == null) {
        return server.run(this::look, this::view);
      }
      if (!(watch >= 0.1 && watch <= 3600)) {
        throw new CommandFailure(
            CommandFailure.USAGE,
            "--watch must be from 0.1 to 3600 seconds, got " + watch,
            "try --watch 2");
      }
      try (Connection connection = server.connect()) {
        follow(connection, Duration.ofMillis(Math.round(watch * 1000)));
      }
      return 0;
    }

    private JsonNode look(Connection connection) {
      return connection.get(Connection.path("/experiments/{id}/status", name));
    }

    private String view(JsonNode answer) {
      return AnalysisViews.status(answer, server.terminal());
    }

    /** Until it is over, the reader of the output leaves or this thread is interrupted. */
    private void follow(Connection connection, Duration between) {
      try {
        while (!server.terminal().isClosed()) {
          JsonNode answer = look(connection);
          show(answer);
          if (OVER.contains(answer.path("status").asString(""))) {
            return;
          }
          pause.sleep(between);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void show(JsonNode answer) {
      Terminal terminal = server.terminal();
      if (server.isJson()) {
        terminal.print(Json.text(answer));
      } else {
        terminal.print(terminal.interactive() ? CLEARED + view(answer) : view(answer) + "\n");
      }
    }
  }

  /** Everything that was computed. */
  @Command(
      name = "analysis",
      description = {
        "Shows the whole analysis: every metric, both kinds of intervals, what to believe,",
        "how shares moved, the checks and the verdict; or one of the parts below."
      },
      footer = {
        "",
        "Examples:",
        "  ratchet experiment analysis terse",
        "  ratchet experiment analysis terse --by day",
        "  ratchet experiment analysis terse --timeline"
      })
  static final class Analyse implements Callable<Integer> {
    private static final Set<String> DIMENSIONS = Set.of("day", "segment", "client");

    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "NAME", description = "Name or id of the experiment.")
    private String name = "";

    @Option(
        names = "--by",
        paramLabel = "day|segment|client",
        description = "Show the goals by group: for finding causes, not for deciding.")
    private @Nullable String by;

    @Option(names = "--timeline", description = "Show how the intervals closed as units came.")
    private boolean timeline;

    Analyse(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      if (by != null && !DIMENSIONS.contains(by)) {
        throw new CommandFailure(
            CommandFailure.USAGE,
            "--by is day, segment or client, got " + by,
            "try --by day, or --by segment for the tag dimension of the configuration");
      }
      try (Connection connection = server.connect()) {
        JsonNode analysis = connection.get(Connection.path("/api/experiments/{id}/analysis", name));
        JsonNode plan =
            server.isJson()
                ? Json.object()
                : connection.get(Connection.path("/api/experiments/{id}", name));
        server.print(analysis, answer -> view(answer, plan));
      }
      return 0;
    }

    private String view(JsonNode analysis, JsonNode plan) {
      return by != null || timeline
          ? AnalysisViews.parts(analysis, plan, by, timeline)
          : AnalysisViews.analysis(analysis, plan, server.terminal());
    }
  }

  /** The record that nobody changed arms. */
  @Command(
      name = "assignments",
      description = "Lists which unit was first seen in which arm, and when.",
      footer = {
        "",
        "Examples:",
        "  ratchet experiment assignments terse --limit 20",
        "  ratchet experiment assignments terse --unit user-17"
      })
  static final class Assignments implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PageOptions page = new PageOptions();

    @Parameters(paramLabel = "NAME", description = "Name or id of the experiment.")
    private String name = "";

    @Option(names = "--unit", paramLabel = "UNIT", description = "Only this unit, by its name.")
    private @Nullable String unit;

    Assignments(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      Map<String, @Nullable Object> query = new LinkedHashMap<>();
      query.put("unit", unit);
      page.addTo(query);
      String path = Connection.path("/api/experiments/{id}/assignments", name);
      return server.run(
          connection -> connection.get(path + Connection.query(query)), ReportViews::assignments);
    }
  }
}
