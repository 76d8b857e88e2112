// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What became of what webhooks were to be told. */
final class WebhookDeliveries {
  private static final String DELIVERIES = "/api/webhooks/{webhook}/deliveries";

  private WebhookDeliveries() {}

  @Command(
      name = "deliveries",
      description = "Lists what a webhook was told, or is to be told, the newest first.",
      footer = {
        "",
        "Examples:",
        "  ratchet webhooks deliveries ci",
        "  ratchet webhooks deliveries ci --status dead --json"
      })
  static final class Show implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final PageOptions page = new PageOptions();

    @Parameters(paramLabel = "WEBHOOK", description = "Its id or name.")
    private String webhook = "";

    @Option(
        names = "--status",
        paramLabel = "STATUS",
        description = "Only those that are pending, delivered or dead.")
    private @Nullable String status;

    Show(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      Map<String, @Nullable Object> query = new LinkedHashMap<>();
      query.put("status", status);
      page.addTo(query);
      return server.run(
          connection ->
              connection.get(Connection.path(DELIVERIES, webhook) + Connection.query(query)),
          WebhookDeliveries::table);
    }
  }

  private static String table(JsonNode answer) {
    Table table =
        new Table("delivery", "event", "status", "attempts", "created", "answer", "error");
    for (JsonNode delivery : answer.path("deliveries")) {
      table.row(
          delivery.path("id"),
          delivery.path("event"),
          delivery.path("status"),
          delivery.path("attempts"),
          PromptViews.moment(delivery.path("created_at")),
          delivery.path("response_status"),
          delivery.path("error"));
    }
    return (table.isEmpty() ? "no deliveries" : table.toString()) + PageOptions.more(answer);
  }

  @Command(
      name = "retry",
      description = "Sends a delivery again, whatever became of it.",
      footer = {"", "Example: ratchet webhooks retry ci latest"})
  static final class Retry implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Parameters(index = "0", paramLabel = "WEBHOOK", description = "Its id or name.")
    private String webhook = "";

    @Parameters(
        index = "1",
        paramLabel = "DELIVERY",
        description = "As in webhooks deliveries, or latest.")
    private String delivery = "";

    Retry(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      return server.run(
          connection ->
              connection.post(
                  Connection.path(DELIVERIES + "/{delivery}/retry", webhook, delivery),
                  Json.object()),
          answer -> Table.text(answer.path("id")) + " is sent again");
    }
  }
}
