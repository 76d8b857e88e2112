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
import tools.jackson.databind.JsonNode;

/** How models do, in one look. */
@Command(
    name = "monitor",
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows how models do, in one look.",
    footer = {"", "Example: ratchet monitor status"})
final class MonitorCommand extends GroupCommand {
  private MonitorCommand() {}

  static CommandLine create(Terminal terminal) {
    return new CommandLine(new MonitorCommand()).addSubcommand(new Status(terminal));
  }

  @Command(
      name = "status",
      description = "Prints the summary of the last hours: traffic, quality, drift and alerts.",
      footer = {
        "",
        "Examples:",
        "  ratchet monitor status",
        "  ratchet monitor status --model churn --hours 168 --json"
      })
  private static final class Status implements Callable<Integer> {
    @Mixin private final ServerOptions server;

    @Option(
        names = "--hours",
        paramLabel = "N",
        defaultValue = "24",
        description = "How far to look back, in hours (default: 24).")
    private int hours = 24;

    @Option(names = "--model", paramLabel = "NAME", description = "Only this model.")
    private @Nullable String model;

    Status(Terminal terminal) {
      server = new ServerOptions(terminal);
    }

    @Override
    public Integer call() {
      Map<String, @Nullable Object> query = new LinkedHashMap<>();
      query.put("hours", hours);
      query.put("model", model);
      return server.run(
          connection -> connection.get("/monitoring/status" + Connection.query(query)),
          this::summary);
    }

    private String summary(JsonNode summary) {
      JsonNode alerts = summary.path("alerts");
      String title = "📊 Model Performance Summary (Last %d Hours)".formatted(hours);
      return """
      %s
      ============================================
      Status: %s
      Total Predictions: %s
      Average Accuracy: %s
      Average Latency: %s
      Average Error Rate: %s
      Drift Incidents: %s
      Data Quality: %s

      Alerts:
      - Critical: %s
      - Warning: %s
      - Info: %s
      """
          .formatted(
              title,
              Table.text(summary.path("status")),
              Table.text(Figures.count(summary.path("total_predictions"))),
              Table.text(Figures.decimal(summary.path("avg_accuracy"), 3)),
              latency(summary.path("avg_latency_ms")),
              Table.text(Figures.decimal(summary.path("avg_error_rate"), 3)),
              Table.text(Figures.count(summary.path("drift_incidents"))),
              Table.text(Figures.decimal(summary.path("avg_data_quality"), 3)),
              alerts.path("CRITICAL").asLong(0),
              alerts.path("WARNING").asLong(0),
              alerts.path("INFO").asLong(0));
    }

    private static String latency(JsonNode millis) {
      String text = Figures.decimal(millis, 1);
      return text == null ? Table.UNKNOWN : text + "ms";
    }
  }
}
