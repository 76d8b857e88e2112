// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Prompts and their versions. */
@Command(
    name = "prompts",
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows and changes prompts and their versions.",
    footer = {"", "Example: ratchet prompts list --prompt extraction"})
final class PromptsCommand extends GroupCommand {
  private PromptsCommand() {}

  static CommandLine create(Terminal terminal) {
    return new CommandLine(new PromptsCommand())
        .addSubcommand(new ListVersions(terminal))
        .addSubcommand(new ShowVersion(terminal))
        .addSubcommand(new PromptText.Diff(terminal))
        .addSubcommand(new PromptText.Render(terminal))
        .addSubcommand(new RegisterCommand(terminal))
        .addSubcommand(new PromptReload(terminal))
        .addSubcommand(
            exemplified(
                new AssetMoves.Stage(terminal, new PromptOption()),
                "ratchet prompts stage v2.0.0 production --reason \"won the comparison\""))
        .addSubcommand(
            exemplified(
                new AssetMoves.Alias(terminal, new PromptOption()),
                "ratchet prompts alias challenger v2.0.0 --reason \"shorter and as good\"",
                "ratchet prompts alias challenger --remove"))
        .addSubcommand(
            exemplified(
                new RouteCommand(terminal, new PromptOption()),
                "ratchet prompts route",
                "ratchet prompts route --weight v1.1.0=90 --weight v2.0.0=10"
                    + " --reason \"first look\"",
                "ratchet prompts route --history"))
        .addSubcommand(
            exemplified(
                new HistoryCommand(terminal, new PromptOption()),
                "ratchet prompts history --alias champion",
                "ratchet prompts history v2.0.0 --json",
                "ratchet prompts history --at 2026-11-22T03:00:00Z"))
        .addSubcommand(
            exemplified(
                new AssetMoves.Rollback(terminal, new PromptOption()),
                "ratchet prompts rollback --reason \"answers without allergies\""));
  }

  @Command(
      name = "list",
      description = "Lists the versions of a prompt, or all prompts.",
      footer = {
        "",
        "Examples:",
        "  ratchet prompts list",
        "  ratchet prompts list --prompt triage --json",
        "  ratchet prompts list --all"
      })
  private static final class ListVersions implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PromptOption prompt = new PromptOption();

    @Option(names = "--all", description = "List the prompts instead of the versions of one.")
    private boolean all;

    ListVersions(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return all
          ? server.run(connection -> connection.get("/api/prompts"), PromptViews::prompts)
          : server.run(this::versions, PromptViews::versions);
    }

    private JsonNode versions(Connection connection) {
      String name = prompt.given();
      return connection.get(
          name == null
              ? "/api/prompts/versions"
              : Connection.path("/api/prompts/{name}/versions", name));
    }
  }

  @Command(
      name = "show",
      description = "Shows one version: what is known of it, and its text.",
      footer = {
        "",
        "Examples:",
        "  ratchet prompts show v2.0.0",
        "  ratchet prompts show v2.0.0 --content > prompt.txt"
      })
  private static final class ShowVersion implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PromptOption prompt = new PromptOption();

    @Parameters(paramLabel = "VERSION", description = "Version, with or without v.")
    private String version = "";

    @Option(names = "--content", description = "Print the content alone, as it was registered.")
    private boolean contentOnly;

    ShowVersion(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      try (Connection connection = server.connect()) {
        JsonNode content = connection.get(prompt.versionPath(connection, version, "/content"));
        if (contentOnly) {
          server.print(content, PromptViews::content);
        } else {
          JsonNode facts = connection.get(prompt.versionPath(connection, version, ""));
          server.print(facts, shown -> PromptViews.version(shown, content));
        }
      }
      return 0;
    }
  }
}
