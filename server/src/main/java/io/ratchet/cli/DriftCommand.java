// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Drift: whether what versions see and say is still what it was. */
@Command(
    name = "drift",
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows whether what versions see and say is still what it was.",
    footer = {"", "Example: ratchet drift check"})
final class DriftCommand extends GroupCommand {
  private DriftCommand() {}

  static CommandLine create(Terminal terminal) {
    return new CommandLine(new DriftCommand())
        .addSubcommand(new Check(terminal))
        .addSubcommand(new Report(terminal))
        .addSubcommand(new History(terminal))
        .addSubcommand(new Reference(terminal));
  }

  @Command(
      name = "check",
      description = {
        "Prints the latest drift score of every version, and what to do where one drifted.",
        "Exit code 1 where one drifted, for scripts and schedulers."
      },
      footer = {
        "",
        "Examples:",
        "  ratchet drift check",
        "  ratchet drift check --kind model --no-fail --json"
      })
  private static final class Check implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only prompt or only model.")
    private @Nullable String kind;

    @Option(names = "--no-fail", description = "Exit code 0 whatever drifted.")
    private boolean noFail;

    Check(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      if (kind != null && !kind.equals("prompt") && !kind.equals("model")) {
        throw new CommandFailure(
            CommandFailure.USAGE, "--kind must be prompt or model, got " + kind, "leave it out");
      }
      try (Connection connection = server.connect()) {
        JsonNode answer = wanted(connection.get("/api/drift"));
        server.print(answer, shown -> DriftViews.check(shown, server.terminal()));
        boolean alarmed =
            answer.path("scores").values().stream()
                .anyMatch(score -> score.path("alert_triggered").asBoolean(false));
        return alarmed && !noFail ? CommandFailure.REFUSED : 0;
      }
    }

    private JsonNode wanted(JsonNode answer) {
      if (kind == null) {
        return answer;
      }
      ObjectNode some = Json.object();
      var scores = some.putArray("scores");
      answer
          .path("scores")
          .forEach(score -> {
            if (score.path("kind").asString("").equals(kind)) {
              scores.add(score);
            }
          });
      return some;
    }
  }

  @Command(
      name = "report",
      description =
          "Shows for each feature of a version how far it is from its reference, and why.",
      footer = {
        "",
        "Examples:",
        "  ratchet drift report model churn",
        "  ratchet drift report model churn --version v2.0.0 --all",
        "  ratchet drift report prompt triage --from 2026-11-20T00:00:00Z --to 2026-11-21T00:00:00Z"
      })
  private static final class Report implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final DriftSubject subject = new DriftSubject();

    @Option(names = "--from", paramLabel = "TIME", description = "Calls from this time, ISO-8601.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Calls before this time, ISO-8601.")
    private @Nullable String to;

    @Option(names = "--current", description = "The window that is open, not the last whole one.")
    private boolean current;

    Report(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      Map<String, @Nullable Object> query = subject.query();
      query.put("from", from);
      query.put("to", to);
      query.put("window", current ? "current" : null);
      return server.run(
          connection -> connection.get(subject.path("") + Connection.query(query)),
          answer -> DriftViews.report(answer, server.terminal()));
    }
  }

  @Command(
      name = "history",
      description = "Lists the windows of a version with their drift scores, the newest first.",
      footer = {"", "Example: ratchet drift history model churn --limit 24"})
  private static final class History implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final DriftSubject subject = new DriftSubject();

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "20",
        description = "How many at most (default: 20).")
    private int limit = 20;

    History(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      Map<String, @Nullable Object> query = subject.query();
      query.put("limit", limit);
      return server.run(
          connection -> connection.get(subject.path("/history") + Connection.query(query)),
          DriftViews::history);
    }
  }

  @Command(
      name = "reference",
      description = "Sets what a version is compared with: rows of a file, or its calls of a time.",
      footer = {
        "",
        "Examples:",
        "  ratchet drift reference model churn --rows training.csv --without churned",
        "  ratchet drift reference model churn --from 2026-11-14T00:00:00Z"
            + " --to 2026-11-21T00:00:00Z"
      })
  private static final class Reference implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final DriftSubject subject = new DriftSubject();

    @Option(
        names = "--rows",
        paramLabel = "FILE",
        description = "Rows of features: .csv with a heading, or .jsonl.")
    private @Nullable String rows;

    @Option(
        names = "--without",
        paramLabel = "NAME",
        split = ",",
        description = "Columns that are no features, such as the label; may be repeated.")
    private List<String> without = new ArrayList<>();

    @Option(names = "--from", paramLabel = "TIME", description = "Calls from this time, ISO-8601.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Calls before this time, ISO-8601.")
    private @Nullable String to;

    Reference(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      boolean range = from != null && to != null;
      if ((rows == null) != range || (rows != null && (from != null || to != null))) {
        throw new CommandFailure(
            CommandFailure.USAGE,
            "a reference is either the rows of a file or the calls of a time",
            "give --rows FILE, or --from TIME and --to TIME");
      }
      ObjectNode body = Json.object();
      subject.query().forEach((name, value) -> body.put(name, String.valueOf(value)));
      if (rows == null) {
        body.put("from", from).put("to", to);
      } else {
        String text = JsonInput.text(rows, server.terminal().in());
        List<ObjectNode> read =
            rows.endsWith(".jsonl")
                ? FeatureRows.jsonLines(rows, text)
                : FeatureRows.csv(rows, text);
        read.forEach(row -> without.forEach(row::remove));
        body.putArray("rows").addAll(read);
      }
      return server.run(
          connection -> connection.post(subject.path("/reference"), body), DriftViews::reference);
    }
  }
}
