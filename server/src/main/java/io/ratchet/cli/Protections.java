// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which prompts and models are promoted only when others agree. */
final class Protections {
  private Protections() {}

  /** The prompt or model that is meant: one of the two. */
  static final class Asset {
    @Option(names = "--prompt", paramLabel = "NAME", description = "Prompt that is meant.")
    private @Nullable String prompt;

    @Option(names = "--model", paramLabel = "NAME", description = "Model that is meant.")
    private @Nullable String model;

    String kind() {
      return model == null ? "prompt" : "model";
    }

    String name() {
      String name = model == null ? prompt : model;
      if (name == null || (model != null && prompt != null)) {
        throw new CommandFailure(
            CommandFailure.USAGE,
            name == null ? "neither a prompt nor a model is named" : "both are named",
            "give --prompt NAME or --model NAME");
      }
      return name;
    }
  }

  /** Protects, or ends it. */
  @Command(
      name = "protect",
      description = {
        "Says how many others have to agree before somebody promotes a version by hand.",
        "Trials and rollbacks need nobody."
      },
      footer = {
        "",
        "Examples:",
        "  ratchet approvals protect --model churn --approvals 2",
        "  ratchet approvals protect --prompt triage --approvals 0     ends it"
      })
  static final class Protect implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final Asset asset = new Asset();

    @Option(
        names = "--approvals",
        required = true,
        paramLabel = "N",
        description = "How many others, up to 10; 0 ends the protection.")
    private int approvals;

    Protect(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      String path = Connection.path("/api/protections/{kind}/{asset}", asset.kind(), asset.name());
      return server.run(
          connection -> connection.put(path, Json.object().put("approvals", approvals)),
          ApprovalViews::protection);
    }
  }

  /** Lists them. */
  @Command(
      name = "protected",
      description = "Lists the prompts and models that are protected.",
      footer = {"", "Example: ratchet approvals protected"})
  static final class Protected implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    Protected(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection -> connection.get("/api/protections"), ApprovalViews::protections);
    }
  }
}
