// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
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
import tools.jackson.databind.node.ObjectNode;

/** Alerts: what somebody should look at. */
@Command(
    name = "alerts",
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows what somebody should look at, and says who does.",
    footer = {"", "Example: ratchet alerts list --status open"})
final class AlertsCommand extends GroupCommand {
  private AlertsCommand() {}

  static CommandLine create(Terminal terminal) {
    return new CommandLine(new AlertsCommand())
        .addSubcommand(new ListAlerts(terminal))
        .addSubcommand(answer(terminal, "acknowledge", "looking into it"))
        .addSubcommand(answer(terminal, "resolve", "the sensor was replaced"));
  }

  private static CommandLine answer(Terminal terminal, String verb, String note) {
    return exemplified(
            new Answer(terminal, verb),
            "ratchet alerts %s 0192f0c4-6f5e-7c3a-9d21-5a1f3c7b8e90 --note \"%s\""
                .formatted(verb, note))
        .setCommandName(verb);
  }

  @Command(
      name = "list",
      description = "Lists alerts, the newest first.",
      footer = {
        "",
        "Examples:",
        "  ratchet alerts list --status open",
        "  ratchet alerts list --asset churn --json"
      })
  private static final class ListAlerts implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Option(
        names = "--status",
        paramLabel = "STATUS",
        description = "Only those that are open, acknowledged or resolved.")
    private @Nullable String status;

    @Option(
        names = "--asset",
        paramLabel = "NAME",
        description = "Only those of this prompt or model.")
    private @Nullable String asset;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "20",
        description = "How many at most (default: 20).")
    private int limit = 20;

    ListAlerts(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      Map<String, @Nullable Object> query = new LinkedHashMap<>();
      query.put("status", status);
      query.put("asset", asset);
      query.put("limit", limit);
      return server.run(
          connection -> connection.get("/api/alerts" + Connection.query(query)),
          AlertsCommand::table);
    }
  }

  private static String table(JsonNode answer) {
    Table table =
        new Table("alert", "level", "type", "asset", "version", "status", "opened", "note");
    for (JsonNode alert : answer.path("alerts")) {
      table.row(
          alert.path("id"),
          alert.path("level"),
          alert.path("type"),
          alert.path("asset"),
          alert.path("version"),
          alert.path("status"),
          PromptViews.moment(alert.path("opened_at")),
          alert.path("note"));
    }
    return table.isEmpty() ? "no alerts" : table.toString();
  }

  /** Acknowledges or resolves. */
  @Command(description = "Says what becomes of an alert; who and when are kept.")
  private static final class Answer implements Callable<Integer> {
    private final String verb;
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "ALERT_ID", description = "The alert, as in alerts list.")
    private String id = "";

    @Option(names = "--note", paramLabel = "TEXT", description = "What is to be remembered of it.")
    private @Nullable String note;

    Answer(Terminal terminal, String verb) {
      this.verb = verb;
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      ObjectNode body = Json.object();
      if (note != null) {
        body.put("note", note);
      }
      return server.run(
          connection -> connection.post(Connection.path("/api/alerts/{id}/", id) + verb, body),
          alert -> id + " is now " + Table.text(alert.path("status")));
    }
  }
}
