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

/** Experiments: trials between versions on live traffic. */
@Command(
    name = "experiment",
    aliases = "experiments",
    synopsisSubcommandLabel = "COMMAND",
    description = "Tries versions on live traffic, and promotes what wins.",
    footer = {
      "",
      "Examples:",
      "  ratchet experiment create --name terse --treatment v2.1.0 --allocation 80/20 --start",
      "  ratchet experiment status terse --watch 2",
      "  ratchet experiment promote terse"
    })
final class ExperimentCommand extends GroupCommand {
  private ExperimentCommand() {}

  static CommandLine create(Terminal terminal, Pause pause) {
    return new CommandLine(new ExperimentCommand())
        .addSubcommand(new ExperimentPlans.Plan(terminal))
        .addSubcommand(new ExperimentPlans.Simulate(terminal))
        .addSubcommand(new ExperimentCreate(terminal))
        .addSubcommand(new ListExperiments(terminal))
        .addSubcommand(new Show(terminal))
        .addSubcommand(new ExperimentMoves.Start(terminal))
        .addSubcommand(new ExperimentMoves.Wait(terminal))
        .addSubcommand(new ExperimentMoves.Resume(terminal))
        .addSubcommand(new ExperimentLooks.Status(terminal, pause))
        .addSubcommand(new ExperimentLooks.Analyse(terminal))
        .addSubcommand(new ExperimentMoves.Complete(terminal))
        .addSubcommand(new ExperimentMoves.Promote(terminal))
        .addSubcommand(new ExperimentMoves.Rollback(terminal))
        .addSubcommand(new Assign(terminal))
        .addSubcommand(new ExperimentLooks.Assignments(terminal))
        .addSubcommand(new History(terminal));
  }

  @Command(
      name = "list",
      description = "Lists experiments, the newest first.",
      footer = {
        "",
        "Examples:",
        "  ratchet experiment list --status running",
        "  ratchet experiment list --prompt triage --json"
      })
  private static final class ListExperiments implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PageOptions page = new PageOptions();

    @Option(
        names = "--status",
        paramLabel = "STATUS",
        description = {
          "Only those that are draft, running, paused,",
          "completed, promoted or rolled_back."
        })
    private @Nullable String status;

    @Option(names = "--prompt", paramLabel = "NAME", description = "Only those of this prompt.")
    private @Nullable String prompt;

    @Option(names = "--model", paramLabel = "NAME", description = "Only those of this model.")
    private @Nullable String model;

    ListExperiments(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      Map<String, @Nullable Object> query = new LinkedHashMap<>();
      query.put("status", status);
      query.put("asset", model == null ? prompt : model);
      page.addTo(query);
      return server.run(
          connection -> connection.get("/api/experiments" + Connection.query(query)),
          ExperimentViews::list);
    }
  }

  @Command(
      name = "show",
      description = "Shows the plan of an experiment and how far it is.",
      footer = {"", "Example: ratchet experiment show terse"})
  private static final class Show implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "NAME", description = "Name or id of the experiment.")
    private String name = "";

    Show(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection -> connection.get(Connection.path("/api/experiments/{id}", name)),
          ExperimentViews::one);
    }
  }

  @Command(
      name = "assign",
      description = "Says which arm and version a unit gets.",
      footer = {"", "Example: ratchet experiment assign terse user-17 --attribute tenant=st-mary"})
  private static final class Assign implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(index = "0", paramLabel = "NAME", description = "Name or id of the experiment.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "UNIT", description = "Who is served, such as a user.")
    private String unit = "";

    @Option(
        names = "--attribute",
        paramLabel = "NAME=VALUE",
        description = "What segments ask about; may be repeated.")
    private Map<String, String> attributes = new LinkedHashMap<>();

    Assign(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      ObjectNode body = Json.object().put("unit", unit);
      ObjectNode given = Json.object();
      attributes.forEach((key, value) -> given.set(key, ExperimentOptions.plain(value)));
      body.set("attributes", given);
      return server.run(
          connection ->
              connection.post(Connection.path("/api/experiments/{id}/assign", name), body),
          answer -> unit + " gets " + ExperimentViews.assigned(answer));
    }
  }

  @Command(
      name = "history",
      description = "Lists what happened to an experiment, the newest first.",
      footer = {"", "Example: ratchet experiment history terse"})
  private static final class History implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PageOptions page = new PageOptions();

    @Parameters(paramLabel = "NAME", description = "Name or id of the experiment.")
    private String name = "";

    History(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      Map<String, @Nullable Object> query = new LinkedHashMap<>();
      page.addTo(query);
      return server.run(
          connection ->
              connection.get(
                  Connection.path("/api/experiments/{id}/history", name) + Connection.query(query)),
          ExperimentViews::history);
    }
  }
}
