// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Pause;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Calls: the requests that versions served. */
@Command(
    name = "calls",
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows the requests that were served.",
    footer = {"", "Example: ratchet calls tail"})
final class CallsCommand extends GroupCommand {
  private CallsCommand() {}

  static CommandLine create(Terminal terminal, Pause pause) {
    return new CommandLine(new CallsCommand())
        .addSubcommand(new ListCalls(terminal))
        .addSubcommand(new Show(terminal))
        .addSubcommand(new Tail(terminal, pause));
  }

  @Command(
      name = "list",
      description = "Lists calls, the newest first.",
      footer = {
        "",
        "Examples:",
        "  ratchet calls list --version v2.0.0 --limit 50",
        "  ratchet calls list --from 2026-11-21T08:00:00Z --json"
      })
  private static final class ListCalls implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final CallFilterOptions filter = new CallFilterOptions();
    @Mixin private final PageOptions page = new PageOptions();

    @Option(names = "--from", paramLabel = "TIME", description = "Not before this time, ISO-8601.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before this time, ISO-8601.")
    private @Nullable String to;

    ListCalls(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      Map<String, @Nullable Object> query = filter.query();
      query.put("from", from);
      query.put("to", to);
      page.addTo(query);
      return server.run(
          connection -> connection.get("/api/calls" + Connection.query(query)), CallViews::list);
    }
  }

  @Command(
      name = "show",
      description = "Shows everything that is known of one call, with its bodies and feedback.",
      footer = {"", "Example: ratchet calls show 0192f0c4-6f5e-7c3a-9d21-5a1f3c7b8e90"})
  private static final class Show implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "CALL_ID", description = "The call, as in calls list.")
    private String id = "";

    Show(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection -> connection.get(Connection.path("/api/calls/{id}", id)), CallViews::one);
    }
  }

  @Command(
      name = "tail",
      description = {
        "Shows calls as they are recorded, until it is stopped with Ctrl-C.",
        "With --json each call is one line."
      },
      footer = {
        "",
        "Examples:",
        "  ratchet calls tail --version v2.0.0",
        "  ratchet calls tail --json | jq .error_type"
      })
  private static final class Tail implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final CallFilterOptions filter = new CallFilterOptions();
    private final Pause pause;

    @Option(
        names = {"-n", "--lines"},
        paramLabel = "N",
        defaultValue = "10",
        description = "How many earlier calls to begin with (default: 10).")
    private int lines = 10;

    @Option(
        names = "--interval",
        paramLabel = "SECONDS",
        defaultValue = "1",
        description = "How often to ask (default: 1).")
    private double interval = 1;

    Tail(Terminal terminal, Pause pause) {
      server = new ServerOptions(terminal);
      this.pause = pause;
    }

    @Override
    public Integer call() {
      if (!(interval >= 0.1 && interval <= 3600)) {
        throw new CommandFailure(
            CommandFailure.USAGE,
            "--interval must be from 0.1 to 3600 seconds, got " + interval,
            "try --interval 1");
      }
      Duration between = Duration.ofMillis(Math.round(interval * 1000));
      try (Connection connection = server.connect()) {
        new CallTail(connection, filter.query(), server).follow(lines, between, pause);
      }
      return 0;
    }
  }
}
