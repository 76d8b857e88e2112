// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Plans an experiment, and starts it where that is asked for. */
@Command(
    name = "create",
    description = {
      "Plans an experiment between versions of a prompt; nothing moves before its start.",
      "Only what is declared decides: without any criterion the success rate must rise."
    },
    footer = {
      "",
      "Examples:",
      "  ratchet experiment create --name terse --control v2.0.0 --treatment v2.1.0 \\",
      "      --allocation 80/20 --min-success-rate-delta 3 --max-cost-increase-pct 15 --start",
      "  ratchet experiment create --name three --variant control=v1.0.0:50 \\",
      "      --variant a=v1.1.0:25 --variant b=v2.0.0:25 --guardrail latency_ms:20 --bandit",
      "  ratchet experiment create --file plan.yaml --segment age=18.. --segment tenant=a,b",
      "  ratchet experiment create --name thumbs --treatment v2.1.0 \\",
      "      --metric thumbs:success:window=7d:absent=0 --metric latency_p95:guardrail:10%% \\",
      "      --metric cost_per_success:guardrail:0.002 \\",
      "      --metric tokens_per_call=tokens/calls:information:lower \\",
      "      --ramp 1,5,10,25,50,100 --hold 1h --min-units 100 --watch-days 7 --holdback-pct 5",
      "",
      "A metric is NAME:ROLE:MARGIN and more, in any order after the name:",
      "  NAME     success_rate, completeness, latency_ms, latency_p50|p90|p95|p99, cost_usd,",
      "           cost_per_success, tokens, input_tokens, output_tokens, a score, or the ratio of",
      "           two as NAME=TOP/BOTTOM, such as tokens_per_call=tokens/calls",
      "  ROLE     success (must get better; where none is said), guardrail (must not get worse by",
      "           more than the margin), information (is shown)",
      "  MARGIN   of a guardrail 10%% of the control, or an amount in the metric's unit as of a",
      "           success metric: 2pp, 50ms, $0.001 (quoted for the shell), 0.5",
      "  lower    low is good, for a score or a ratio",
      "  window=  how long after a unit's first sight observations count, such as 7d",
      "  absent=  what a unit without any counts as when the window is over, such as 0"
    })
final class ExperimentCreate implements Callable<Integer> {
  @Mixin private final ServerOptions server;
  @Mixin private final TrialOptions trial = new TrialOptions();

  @Option(names = "--name", paramLabel = "NAME", description = "Name, by which it is called.")
  private @Nullable String name;

  @Option(names = "--description", paramLabel = "TEXT", description = "What it is to find out.")
  private @Nullable String description;

  @Option(
      names = "--variant",
      paramLabel = "NAME=VERSION:WEIGHT",
      description = {
        "An arm in place of the two versions, repeated;",
        "the control is first or named so."
      })
  private List<String> variants = new ArrayList<>();

  @Option(
      names = "--metric",
      paramLabel = "NAME:ROLE:MARGIN",
      description = {
        "What is measured and why, repeated; one success metric",
        "must win and every guardrail hold. Its forms are below."
      })
  private List<String> metrics = new ArrayList<>();

  @Mixin private final AllocationOptions moving = new AllocationOptions();

  @Option(
      names = "--segment",
      paramLabel = "ATTRIBUTE=VALUES",
      description = "Who takes part: MIN..MAX or a,b; all must hold.")
  private List<String> segment = new ArrayList<>();

  @Option(names = "--auto-promote", description = "Promote by itself when the verdict says so.")
  private boolean autoPromote;

  @Option(names = "--auto-rollback", description = "Roll back by itself when the verdict says so.")
  private boolean autoRollback;

  @Option(names = "--start", description = "Start it at once.")
  private boolean start;

  ExperimentCreate(Terminal terminal) {
    server = new ServerOptions(terminal);
  }

  @Override
  public Integer call() {
    ObjectNode body = body();
    return server.run(connection -> send(connection, body), ExperimentViews::moved);
  }

  private JsonNode send(Connection connection, ObjectNode body) {
    JsonNode created = connection.post("/api/experiments", body);
    if (!start) {
      return created;
    }
    String id = created.path("experiment_id").asString("");
    try {
      return connection.post(Connection.path("/api/experiments/{id}/start", id), Json.object());
    } catch (CommandFailure e) {
      String draft = created.path("name").asString(id) + " is a draft now and did not start: ";
      throw new CommandFailure(e.exitCode(), draft + e.message(), e.hint(), e);
    }
  }

  private ObjectNode body() {
    ObjectNode body = trial.body();
    TrialOptions.put(body, "name", name);
    TrialOptions.put(body, "description", description);
    TrialOptions.put(
        body, "variants", variants.isEmpty() ? null : ExperimentOptions.variants(variants));
    TrialOptions.put(body, "metrics", metrics.isEmpty() ? null : MetricOptions.read(metrics));
    TrialOptions.put(body, "allocation", moving.allocation());
    TrialOptions.put(body, "watch", moving.watch());
    TrialOptions.put(
        body, "segment", segment.isEmpty() ? null : ExperimentOptions.segment(segment));
    TrialOptions.put(body, "auto_promote", autoPromote ? Boolean.TRUE : null);
    TrialOptions.put(body, "auto_rollback", autoRollback ? Boolean.TRUE : null);
    return body;
  }
}
