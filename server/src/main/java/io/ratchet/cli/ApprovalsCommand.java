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
import tools.jackson.databind.node.ObjectNode;

/** Promotions that others have to agree to. */
@Command(
    name = "approvals",
    synopsisSubcommandLabel = "COMMAND",
    description = "Asks others to agree to promotions of protected prompts and models.",
    footer = {
      "",
      "Examples:",
      "  ratchet approvals protect --model churn --approvals 1",
      "  ratchet approvals request v2.0.0 --model churn --reason \"better recall\"",
      "  ratchet approvals list --status pending"
    })
final class ApprovalsCommand extends GroupCommand {
  private static final String APPROVALS = "/api/approvals";

  private ApprovalsCommand() {}

  static CommandLine create(Terminal terminal) {
    return new CommandLine(new ApprovalsCommand())
        .addSubcommand(new ListRequests(terminal))
        .addSubcommand(new Show(terminal))
        .addSubcommand(new Ask(terminal))
        .addSubcommand(
            verb(terminal, "approve", "Agrees; the last approval needed promotes.", "checked"))
        .addSubcommand(verb(terminal, "reject", "Refuses, which ends the request.", "too slow"))
        .addSubcommand(
            verb(terminal, "withdraw", "Takes back what you asked for.", "a better one comes"))
        .addSubcommand(new Protections.Protect(terminal))
        .addSubcommand(new Protections.Protected(terminal));
  }

  private static CommandLine verb(
      Terminal terminal, String verb, String description, String comment) {
    CommandLine line =
        exemplified(
                new Answer(terminal, verb),
                "ratchet approvals %s release-9 --comment \"%s\"".formatted(verb, comment))
            .setCommandName(verb);
    line.getCommandSpec().usageMessage().description(description);
    return line;
  }

  @Command(
      name = "list",
      description = "Lists what somebody asked to promote, the newest first.",
      footer = {
        "",
        "Examples:",
        "  ratchet approvals list --status pending",
        "  ratchet approvals list --asset churn --json"
      })
  private static final class ListRequests implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PageOptions page = new PageOptions();

    @Option(
        names = "--status",
        paramLabel = "STATUS",
        description = "Only pending, approved, rejected, withdrawn or expired.")
    private @Nullable String status;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only those of a prompt or model.")
    private @Nullable String kind;

    @Option(names = "--asset", paramLabel = "NAME", description = "Only those of this name.")
    private @Nullable String asset;

    ListRequests(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      Map<String, @Nullable Object> query = new LinkedHashMap<>();
      query.put("status", status);
      query.put("kind", kind);
      query.put("asset", asset);
      page.addTo(query);
      return server.run(
          connection -> connection.get(APPROVALS + Connection.query(query)),
          ApprovalViews::requests);
    }
  }

  @Command(
      name = "show",
      description = "Shows a request and what others said to it.",
      footer = {"", "Example: ratchet approvals show release-9"})
  private static final class Show implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "REQUEST", description = "Its id, as in approvals list.")
    private String id = "";

    Show(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection -> connection.get(Connection.path(APPROVALS + "/{id}", id)),
          ApprovalViews::request);
    }
  }

  /** Asks for a promotion. */
  @Command(
      name = "request",
      description = "Asks that a version goes into production; it is over after a week.",
      footer = {
        "",
        "Examples:",
        "  ratchet approvals request v2.0.0 --model churn --reason \"better recall\"",
        "  ratchet approvals request v1.1.0 --prompt triage --id release-9"
      })
  private static final class Ask implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final Protections.Asset asset = new Protections.Asset();

    @Parameters(paramLabel = "VERSION", description = "Version, with or without v.")
    private String version = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; the others read it.")
    private @Nullable String reason;

    @Option(
        names = "--id",
        paramLabel = "ID",
        description = "What you call it (default: an id of the server).")
    private @Nullable String id;

    Ask(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      ObjectNode body = Json.object();
      if (id != null) {
        body.put("id", id);
      }
      body.put("kind", asset.kind()).put("asset", asset.name()).put("version", version);
      if (reason != null) {
        body.put("reason", reason);
      }
      return server.run(connection -> connection.post(APPROVALS, body), ApprovalViews::asked);
    }
  }

  /** Agrees, refuses, or takes back. */
  @Command
  private static final class Answer implements Callable<Integer> {
    private final String verb;
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "REQUEST", description = "Its id, as in approvals list.")
    private String id = "";

    @Option(names = "--comment", paramLabel = "TEXT", description = "Why; kept in the journal.")
    private @Nullable String comment;

    Answer(Terminal terminal, String verb) {
      this.verb = verb;
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      ObjectNode body = Json.object();
      if (comment != null) {
        body.put("comment", comment);
      }
      return server.run(
          connection -> connection.post(Connection.path(APPROVALS + "/{id}/", id) + verb, body),
          ApprovalViews::answered);
    }
  }
}
