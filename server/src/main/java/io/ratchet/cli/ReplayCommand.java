// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Replays: recorded inputs, asked again of two versions. */
@Command(
    name = "replay",
    aliases = "replays",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Asks two versions the same recorded inputs and compares their answers pair by pair.",
      "Nobody is served by a version under trial, and the answers count in no figure."
    },
    footer = {
      "",
      "Examples:",
      "  ratchet replay start --control v1.1.0 --treatment v2.0.0 --max-cost 0.50 --wait",
      "  ratchet replay show replay-0192f0c4 --wait"
    })
final class ReplayCommand extends GroupCommand {
  private ReplayCommand() {}

  static CommandLine create(Terminal terminal) {
    return new CommandLine(new ReplayCommand())
        .addSubcommand(new ReplayStart(terminal))
        .addSubcommand(new Show(terminal))
        .addSubcommand(new ListReplays(terminal))
        .addSubcommand(new Cancel(terminal));
  }

  @Command(
      name = "show",
      description = "Shows how far a replay is, and once it is over what it found.",
      footer = {"", "Example: ratchet replay show careful-or-terse --wait"})
  private static final class Show implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "ID", description = "Id of the replay.")
    private String id = "";

    @Option(names = "--wait", description = "Show the progress until it is over.")
    private boolean wait;

    Show(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      try (Connection connection = server.connect()) {
        JsonNode replay =
            wait
                ? ReplayProgress.awaited(connection, id, server.terminal())
                : ReplayProgress.now(connection, id);
        server.print(replay, ReplayViews::one);
      }
      return 0;
    }
  }

  @Command(
      name = "list",
      description = "Lists replays, the newest first.",
      footer = {"", "Example: ratchet replay list --status running"})
  private static final class ListReplays implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PageOptions page = new PageOptions();

    @Option(
        names = "--status",
        paramLabel = "STATUS",
        description = {"Only those that are running, completed, stopped,", "cancelled or failed."})
    private @Nullable String status;

    @Option(names = "--prompt", paramLabel = "NAME", description = "Only those of this prompt.")
    private @Nullable String prompt;

    ListReplays(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      Map<String, @Nullable Object> query = new LinkedHashMap<>();
      query.put("status", status);
      query.put("prompt", prompt);
      page.addTo(query);
      return server.run(
          connection -> connection.get("/api/replays" + Connection.query(query)),
          ReplayViews::list);
    }
  }

  @Command(
      name = "cancel",
      description = "Ends a replay; what was answered until then is its result.",
      footer = {"", "Example: ratchet replay cancel careful-or-terse"})
  private static final class Cancel implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "ID", description = "Id of the replay.")
    private String id = "";

    Cancel(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection -> {
            String path = Connection.path("/api/replays/{id}/cancel", id);
            Connection.Reply reply = connection.send("POST", path, null);
            if (reply.isRefusal()) {
              throw CommandFailure.refused(reply.status(), reply.body());
            }
            return reply.body();
          },
          ReplayViews::one);
    }
  }
}
