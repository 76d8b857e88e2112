// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import io.ratchet.base.Pause;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Retraining: how models are trained again, when, and what came of it. */
@Command(
    name = "retrain",
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows and changes how models are trained again, and follows their runs.",
    footer = {
      "",
      "Examples:",
      "  ratchet retrain pipelines set churn pipeline.json",
      "  ratchet retrain trigger churn --reason \"new tariff\"",
      "  ratchet retrain history churn --days 7"
    })
final class RetrainCommand extends GroupCommand {
  private RetrainCommand() {}

  static CommandLine create(Terminal terminal, Pause pause) {
    return new CommandLine(new RetrainCommand())
        .addSubcommand(RetrainPipelines.create(terminal))
        .addSubcommand(new Trigger(terminal))
        .addSubcommand(new History(terminal))
        .addSubcommand(new RetrainRuns.ListRuns(terminal))
        .addSubcommand(new RetrainRuns.Show(terminal))
        .addSubcommand(new RetrainLog(terminal, pause))
        .addSubcommand("approve", decide(terminal, "approve", "the rows are right"))
        .addSubcommand("reject", decide(terminal, "reject", "the rows are wrong"))
        .addSubcommand("cancel", decide(terminal, "cancel", "it takes too long"));
  }

  private static CommandLine decide(Terminal terminal, String verb, String why) {
    return exemplified(
            new RetrainRuns.Decide(terminal, verb),
            "ratchet retrain %s 0192f0c4-6f5e-7c3a-9d21-5a1f3c7b8e90 --reason \"%s\""
                .formatted(verb, why))
        .setCommandName(verb);
  }

  @Command(
      name = "trigger",
      description = "Trains a model now, whatever its triggers say.",
      footer = {"", "Example: ratchet retrain trigger churn --reason \"new tariff\""})
  private static final class Trigger implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; it is kept with the run.")
    private String reason = "";

    @Option(
        names = "--trigger-type",
        paramLabel = "TYPE",
        description = "What it counts as (default: manual).")
    private @Nullable String type;

    Trigger(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      ObjectNode body = Json.object().put("reason", reason);
      if (type != null) {
        body.put("trigger_type", type);
      }
      return server.run(
          connection ->
              connection.post(Connection.path("/api/retraining/{model}/trigger", model), body),
          RetrainViews::run);
    }
  }

  @Command(
      name = "history",
      description = "Lists when it was looked whether to train, also where nothing came of it.",
      footer = {
        "",
        "Examples:",
        "  ratchet retrain history churn",
        "  ratchet retrain history churn --days 30 --fired"
      })
  private static final class History implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PageOptions page = new PageOptions();

    @Parameters(paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    @Option(
        names = "--days",
        paramLabel = "N",
        defaultValue = "7",
        description = "How far to look back, in days (default: 7).")
    private int days = 7;

    @Option(names = "--fired", description = "Only the looks that led to a run.")
    private boolean fired;

    History(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      Map<String, @Nullable Object> query = new LinkedHashMap<>();
      query.put("days", days);
      query.put("fired", fired ? true : null);
      page.addTo(query);
      return server.run(
          connection ->
              connection.get(
                  Connection.path("/api/retraining/{model}/history", model)
                      + Connection.query(query)),
          RetrainViews::history);
    }
  }
}
