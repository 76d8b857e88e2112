// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** How models are trained again. */
@Command(
    name = "pipelines",
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows and changes how models are trained again.",
    footer = {"", "Example: ratchet retrain pipelines list"})
final class RetrainPipelines extends GroupCommand {
  private static final String ONE = "/api/retraining/{model}";

  private RetrainPipelines() {}

  static CommandLine create(Terminal terminal) {
    return new CommandLine(new RetrainPipelines())
        .addSubcommand(new ListPipelines(terminal))
        .addSubcommand(new Show(terminal))
        .addSubcommand(new Set(terminal))
        .addSubcommand(new Remove(terminal));
  }

  @Command(
      name = "list",
      description = "Lists the models that are trained again.",
      footer = {"", "Example: ratchet retrain pipelines list"})
  private static final class ListPipelines implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    ListPipelines(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(connection -> connection.get("/api/retraining"), RetrainViews::pipelines);
    }
  }

  @Command(
      name = "show",
      description = "Shows how a model is trained again, as JSON that set takes.",
      footer = {"", "Example: ratchet retrain pipelines show churn > pipeline.json"})
  private static final class Show implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    Show(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection -> connection.get(Connection.path(ONE, model)), RetrainViews::settings);
    }
  }

  @Command(
      name = "set",
      description = "Says how a model is trained again; what the file leaves out is as configured.",
      footer = {
        "",
        "Examples:",
        "  ratchet retrain pipelines set churn pipeline.json",
        "  ratchet retrain pipelines set churn '{\"trainer\": {\"kind\": \"logistic\"}}'"
      })
  private static final class Set implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(index = "0", paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    @Parameters(
        index = "1",
        paramLabel = "FILE",
        description = "JSON object; - reads it from standard input.")
    private String file = "";

    Set(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection ->
              connection.put(
                  Connection.path(ONE, model), JsonInput.object(file, server.terminal().in())),
          RetrainViews::set);
    }
  }

  @Command(
      name = "remove",
      description = "Trains a model no more; its versions and runs stay.",
      footer = {"", "Example: ratchet retrain pipelines remove churn"})
  private static final class Remove implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "MODEL", description = "Name of the model.")
    private String model = "";

    Remove(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection -> connection.delete(Connection.path(ONE, model)),
          _ -> model + " is trained no more");
    }
  }
}
