// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What says before the start how an experiment will be. */
final class ExperimentPlans {
  private ExperimentPlans() {}

  /** Units and days. */
  @Command(
      name = "plan",
      description = {
        "Says how many units and days an experiment takes, before there is one.",
        "What is not assumed comes from the recorded calls of the control."
      },
      footer = {
        "",
        "Examples:",
        "  ratchet experiment plan --effect success_rate=+3pp --max-cost-increase-pct 15",
        "  ratchet experiment plan --control v2.0.0 --allocation 80/20 --units-per-day 400 \\",
        "      --assume success_rate=0.9 --effect success_rate=+2pp",
        "  ratchet experiment plan --file plan.json --json"
      })
  static final class Plan implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PlanOptions plan = new PlanOptions();

    Plan(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      ObjectNode body = plan.body();
      return server.run(
          connection -> connection.post("/api/experiments/plan", body), PlanViews::plan);
    }
  }

  /** Thousands of experiments. */
  @Command(
      name = "simulate",
      description = {
        "Plays an experiment thousands of times: how often it is right, how long it takes.",
        "Units are the recorded ones of the control, or as assumed; each look asks the rule",
        "that decides in production."
      },
      footer = {
        "",
        "Examples:",
        "  ratchet experiment simulate --effect success_rate=+3pp",
        "  ratchet experiment simulate --file plan.json --runs 5000 --seed 7",
        "  ratchet experiment simulate --control v2.0.0 --assume success_rate=0.9 \\",
        "      --truth success_rate=+2pp --truth success_rate=+5pp,cost_usd=+10%"
      })
  static final class Simulate implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PlanOptions plan = new PlanOptions();

    @Option(
        names = "--runs",
        paramLabel = "N",
        description = "Runs of each scenario (default: 2000).")
    private @Nullable Long runs;

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "Same seed, same answer (default: 1).")
    private @Nullable Long seed;

    @Option(
        names = "--look-every",
        paramLabel = "UNITS",
        description = "Look after every so many units (default: 60 looks).")
    private @Nullable Long lookEvery;

    @Option(names = "--max-units", paramLabel = "UNITS", description = "Units at the end.")
    private @Nullable Long maxUnits;

    @Option(
        names = "--source",
        paramLabel = "SOURCE",
        description = "recorded or assumed (default: recorded where there are calls).")
    private @Nullable String source;

    @Option(
        names = "--truth",
        paramLabel = "METRIC=CHANGE,...",
        description = "A scenario, repeated (default: none and --effect).")
    private List<String> truths = new ArrayList<>();

    Simulate(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      ObjectNode body = body();
      return server.run(
          connection -> SimulationStream.follow(connection, body, server.terminal()),
          PlanViews::simulation);
    }

    private ObjectNode body() {
      ObjectNode body = plan.body();
      TrialOptions.put(body, "runs", runs);
      TrialOptions.put(body, "seed", seed);
      TrialOptions.put(body, "look_every", lookEvery);
      TrialOptions.put(body, "max_units", maxUnits);
      TrialOptions.put(body, "source", source);
      if (!truths.isEmpty()) {
        var scenarios = body.putArray("true_effects");
        scenarios.addObject().put("name", "no difference");
        for (String truth : truths) {
          ObjectNode scenario = scenarios.addObject().put("name", truth);
          ObjectNode effects = scenario.putObject("effects");
          for (String part : truth.split(",", -1)) {
            String[] parts = PlanOptions.parts("--truth", part, "success_rate=+3pp,cost_usd=+10%");
            JsonNode change = ExperimentOptions.plain(parts[1]);
            effects.set(parts[0], change);
          }
        }
      }
      return body;
    }
  }
}
