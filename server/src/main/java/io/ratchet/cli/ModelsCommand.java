// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Models, their versions, and what they predict. */
@Command(
    name = "models",
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows and changes models and their versions, and asks them.",
    footer = {
      "",
      "Examples:",
      "  ratchet models register churn churn.onnx --reason \"first one\"",
      "  ratchet models predict churn age=41 plan=basic --user user-17"
    })
final class ModelsCommand extends GroupCommand {
  private ModelsCommand() {}

  static CommandLine create(Terminal terminal) {
    CommandLine models =
        new CommandLine(new ModelsCommand())
            .addSubcommand(new ListModels(terminal))
            .addSubcommand(new Show(terminal))
            .addSubcommand(new ModelVersions.ListVersions(terminal))
            .addSubcommand(new ModelVersions.Show(terminal))
            .addSubcommand(new ModelVersions.Lineage(terminal))
            .addSubcommand(new ModelVersions.Content(terminal))
            .addSubcommand(new ModelVersions.Download(terminal))
            .addSubcommand(new ModelRegister(terminal))
            .addSubcommand(new PredictCommand(terminal))
            .addSubcommand(new ModelLoading.Status(terminal))
            .addSubcommand(new ModelLoading.Load(terminal))
            .addSubcommand(new ModelLoading.Unload(terminal));
    addMoves(models, terminal);
    addFigures(models, terminal);
    return models;
  }

  private static void addMoves(CommandLine models, Terminal terminal) {
    models
        .addSubcommand(
            exemplified(
                new AssetMoves.Stage(terminal, new ModelName()),
                "ratchet models stage churn v2.0.0 production --reason \"won the trial\""))
        .addSubcommand(
            exemplified(
                new AssetMoves.Alias(terminal, new ModelName()),
                "ratchet models alias churn challenger v2.0.0 --reason \"better recall\"",
                "ratchet models alias churn challenger --remove"))
        .addSubcommand(
            exemplified(
                new RouteCommand(terminal, new ModelName()),
                "ratchet models route churn",
                "ratchet models route churn --weight v1.0.0=90 --weight v2.0.0=10"
                    + " --reason \"first look\"",
                "ratchet models route churn --weight v1.0.0=100 --segments north.json",
                "ratchet models route churn --history"))
        .addSubcommand(
            exemplified(
                new HistoryCommand(terminal, new ModelName()),
                "ratchet models history churn --alias champion",
                "ratchet models history churn v2.0.0 --json",
                "ratchet models history churn --alias champion --at 2026-11-22T03:00:00Z"))
        .addSubcommand(
            exemplified(
                new AssetMoves.Rollback(terminal, new ModelName()),
                "ratchet models rollback churn --reason \"too many false alarms\""));
  }

  private static void addFigures(CommandLine models, Terminal terminal) {
    models
        .addSubcommand(
            "metrics",
            exemplified(
                    new MetricsCommand.Show(terminal, new ModelName()),
                    "ratchet models metrics churn          every version that served",
                    "ratchet models metrics churn v1.0.0 v2.0.0 --days 1")
                .setCommandName("metrics"))
        .addSubcommand(
            exemplified(
                new MetricsCommand.Compare(terminal, new ModelName()),
                "ratchet models compare churn v1.0.0 v2.0.0"));
  }

  @Command(
      name = "list",
      description = "Lists the models.",
      footer = {"", "Example: ratchet models list"})
  private static final class ListModels implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PageOptions page = new PageOptions();

    ListModels(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection -> connection.get("/api/models" + page.query()), ModelViews::models);
    }
  }

  @Command(
      name = "show",
      description = "Shows a model: what is live, its aliases, its versions.",
      footer = {"", "Example: ratchet models show churn"})
  private static final class Show implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final ModelName model = new ModelName();

    Show(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(connection -> connection.get(model.path(connection, "")), ModelViews::one);
    }
  }
}
