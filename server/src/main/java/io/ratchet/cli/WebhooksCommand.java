// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Webhooks: who else is told of changes. */
@Command(
    name = "webhooks",
    synopsisSubcommandLabel = "COMMAND",
    description = "Tells others of new versions, moved stages, aliases, tags and routes.",
    footer = {"", "Example: ratchet webhooks create ci https://ci.example.com/hook"})
final class WebhooksCommand extends GroupCommand {
  private static final String WEBHOOKS = "/api/2.0/mlflow/webhooks";
  private static final int MOST = 1_000;

  private WebhooksCommand() {}

  static CommandLine create(Terminal terminal) {
    return new CommandLine(new WebhooksCommand())
        .addSubcommand(new ListWebhooks(terminal))
        .addSubcommand(new Create(terminal))
        .addSubcommand(new Test(terminal))
        .addSubcommand(new WebhookDeliveries.Show(terminal))
        .addSubcommand(new WebhookDeliveries.Retry(terminal))
        .addSubcommand(new Delete(terminal));
  }

  /** The id behind an id or a name; the newest of that name. */
  static String id(Connection connection, String idOrName) {
    for (JsonNode webhook : all(connection).path("webhooks")) {
      String id = webhook.path("webhook_id").asString("");
      if (id.equals(idOrName) || webhook.path("name").asString("").equals(idOrName)) {
        return id;
      }
    }
    throw new CommandFailure(
        CommandFailure.REFUSED, "there is no webhook " + idOrName, "see: ratchet webhooks list");
  }

  private static JsonNode all(Connection connection) {
    return connection.get(WEBHOOKS + Connection.query(Map.of("max_results", MOST)));
  }

  @Command(
      name = "list",
      description = "Lists the webhooks, the newest first.",
      footer = {"", "Example: ratchet webhooks list"})
  private static final class ListWebhooks implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    ListWebhooks(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(WebhooksCommand::all, WebhooksCommand::table);
    }
  }

  private static String table(JsonNode answer) {
    Table table = new Table("webhook", "name", "status", "url", "events");
    for (JsonNode webhook : answer.path("webhooks")) {
      table.row(
          webhook.path("webhook_id"),
          webhook.path("name"),
          webhook.path("status"),
          webhook.path("url"),
          events(webhook));
    }
    return table.isEmpty() ? "no webhooks" : table.toString();
  }

  private static String events(JsonNode webhook) {
    return webhook
        .path("events")
        .valueStream()
        .map(event -> event.path("entity").asString("") + "." + event.path("action").asString(""))
        .map(event -> event.toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(","));
  }

  @Command(
      name = "create",
      description = "Has a URL told of changes from now on.",
      footer = {
        "",
        "Examples:",
        "  ratchet webhooks create ci https://ci.example.com/hook",
        "  ratchet webhooks create audit https://audit.example.com/in \\",
        "      --event route.changed --event model_version.stage_changed --secret-from SECRET"
      })
  private static final class Create implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(
        index = "0",
        paramLabel = "NAME",
        description = "Letters, digits, dots, hyphens and underscores.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "URL", description = "Where to tell, http or https.")
    private String url = "";

    @Option(
        names = "--event",
        paramLabel = "EVENT",
        defaultValue = "model_version.created,prompt_version.created,route.changed",
        split = ",",
        description = {
          "What to tell, several times or with commas between (default: new versions",
          "and changed routes)."
        })
    private List<String> events = List.of();

    @Option(
        names = "--secret-from",
        paramLabel = "VARIABLE",
        description = "The environment variable that holds the secret to sign with.")
    private @Nullable String variable;

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
    private @Nullable String description;

    Create(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      ObjectNode body = Json.object().put("name", name).put("url", url);
      if (description != null) {
        body.put("description", description);
      }
      if (variable != null) {
        body.put("secret", secret(variable));
      }
      ArrayNode list = body.putArray("events");
      for (String event : events) {
        String[] parts = event.strip().toUpperCase(Locale.ROOT).split("\\.", 2);
        list.addObject().put("entity", parts[0]).put("action", parts.length > 1 ? parts[1] : "");
      }
      return server.run(
          connection -> connection.post(WEBHOOKS, body),
          answer -> name + " is told as webhook " + answer.at("/webhook/webhook_id").asString(""));
    }

    private static String secret(String variable) {
      String secret = System.getenv(variable);
      if (secret == null || secret.isEmpty()) {
        throw new CommandFailure(
            CommandFailure.USAGE,
            "the environment variable " + variable + " is not set",
            "put the secret into it");
      }
      return secret;
    }
  }

  @Command(
      name = "test",
      description = {"Sends an example, once. Exit code 1 where it was not taken."},
      footer = {"", "Example: ratchet webhooks test ci"})
  private static final class Test implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "WEBHOOK", description = "Its id or name.")
    private String webhook = "";

    Test(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      try (Connection connection = server.connect()) {
        String path = Connection.path(WEBHOOKS + "/{id}/test", id(connection, webhook));
        JsonNode result = connection.post(path, Json.object()).path("result");
        boolean taken = result.path("success").asBoolean(false);
        server.print(
            result,
            one ->
                taken
                    ? webhook + " took it, with status " + one.path("response_status")
                    : one.path("error_message").asString("it was not taken"));
        return taken ? 0 : CommandFailure.REFUSED;
      }
    }
  }

  @Command(
      name = "delete",
      description = "Ends a webhook and forgets its deliveries.",
      footer = {"", "Example: ratchet webhooks delete ci"})
  private static final class Delete implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(paramLabel = "WEBHOOK", description = "Its id or name.")
    private String webhook = "";

    Delete(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection ->
              connection.delete(Connection.path(WEBHOOKS + "/{id}", id(connection, webhook))),
          _ -> webhook + " is told no more");
    }
  }
}
