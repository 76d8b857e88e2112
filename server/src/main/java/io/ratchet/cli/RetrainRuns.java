// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Training runs: listed, shown, allowed and stopped. */
final class RetrainRuns {
  static final String ONE = "/api/retraining/runs/{id}";

  private RetrainRuns() {}

  @Command(
      name = "runs",
      description = "Lists training runs, the newest first.",
      footer = {
        "",
        "Examples:",
        "  ratchet retrain runs",
        "  ratchet retrain runs --model churn --status awaiting_approval"
      })
  static final class ListRuns implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PageOptions page = new PageOptions();

    @Option(names = "--model", paramLabel = "NAME", description = "Only those of this model.")
    private @Nullable String model;

    @Option(
        names = "--status",
        paramLabel = "STATUS",
        description = {
          "Only those that are awaiting_approval, queued, running, gated, registered,",
          "canary, promoted, rolled_back, failed, cancelled or rejected."
        })
    private @Nullable String status;

    ListRuns(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      Map<String, @Nullable Object> query = new LinkedHashMap<>();
      query.put("model", model);
      query.put("status", status);
      page.addTo(query);
      return server.run(
          connection -> connection.get("/api/retraining/runs" + Connection.query(query)),
          RetrainViews::runs);
    }
  }

  @Command(
      name = "run",
      description = "Shows a training run: why, on what, what was measured, and each step since.",
      footer = {"", "Example: ratchet retrain run 0192f0c4-6f5e-7c3a-9d21-5a1f3c7b8e90"})
  static final class Show implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "RUN_ID", description = "The run, as in retrain runs.")
    private String id = "";

    Show(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(connection -> connection.get(Connection.path(ONE, id)), RetrainViews::run);
    }
  }

  /** Approves, rejects or cancels. */
  @Command(description = "Decides what becomes of a training run; who and why are kept.")
  static final class Decide implements Callable<Integer> {
    private final String verb;
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "RUN_ID", description = "The run, as in retrain runs.")
    private String id = "";

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; it is kept in the journal.")
    private String reason = "";

    Decide(Terminal terminal, String verb) {
      this.verb = verb;
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection ->
              connection.post(
                  Connection.path(ONE, id) + "/" + verb, Json.object().put("reason", reason)),
          answer -> id + " is now " + RetrainViews.status(answer));
    }
  }
}
