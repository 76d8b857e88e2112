// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What versions cost, how long they take and whether they work. */
@Command(
    name = "metrics",
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows what versions cost, how long they take and whether they work.",
    footer = {"", "Example: ratchet metrics show"})
final class MetricsCommand extends GroupCommand {
  private MetricsCommand() {}

  static CommandLine create(Terminal terminal) {
    return new CommandLine(new MetricsCommand())
        .addSubcommand(
            exemplified(
                new Show(terminal, new PromptOption()),
                "ratchet metrics show                  every version that served",
                "ratchet metrics show v1.1.0 v2.0.0 --days 1"))
        .addSubcommand(
            exemplified(
                new Compare(terminal, new PromptOption()),
                "ratchet metrics compare v1.1.0 v2.0.0 --confidence 0.99"));
  }

  @Command(name = "show", description = "Shows the figures of versions beside each other.")
  static final class Show implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final AssetOption asset;

    @Parameters(
        index = "0+..*",
        arity = "0..*",
        paramLabel = "VERSION",
        description = "Versions to show (default: all that served).")
    private List<String> versions = new ArrayList<>();

    @Option(
        names = "--days",
        paramLabel = "N",
        defaultValue = "7",
        description = "How far to look back, in days (default: 7).")
    private int days = 7;

    Show(Terminal terminal, AssetOption asset) {
      server = new ServerOptions(terminal);
      this.asset = asset;
    }

    @Override
    public Integer call() {
      return server.run(this::read, MetricsViews::answer);
    }

    private JsonNode read(Connection connection) {
      if (versions.size() == 1) {
        return one(connection, versions.getFirst());
      }
      ObjectNode all = Json.object();
      var list = all.putArray("metrics");
      for (String version : versions.isEmpty() ? loaded(connection) : versions) {
        JsonNode metrics = one(connection, version);
        if (!versions.isEmpty() || metrics.path("requests").asLong(0) > 0) {
          list.add(metrics);
        }
      }
      return all;
    }

    private List<String> loaded(Connection connection) {
      List<String> names = new ArrayList<>();
      String path = asset.path(connection, "/versions") + "?limit=1000";
      for (JsonNode version : connection.get(path).path("versions")) {
        names.add(version.path("version").asString(""));
      }
      return names.reversed(); // the server begins with the highest
    }

    private JsonNode one(Connection connection, String version) {
      return connection.get(asset.metrics(version, days));
    }
  }

  @Command(
      name = "compare",
      description = {
        "Compares two versions by the calls they served and says what to do.",
        "The differences are those of the treatment against the control."
      })
  static final class Compare implements Callable<Integer> {
    @Mixin private final ServerOptions server;
    @Mixin private final AssetOption asset;

    @Parameters(index = "0+", paramLabel = "CONTROL", description = "Version that serves now.")
    private String control = "";

    @Parameters(index = "1+", paramLabel = "TREATMENT", description = "Version to try.")
    private String treatment = "";

    @Option(
        names = "--confidence",
        paramLabel = "LEVEL",
        defaultValue = "0.95",
        description = "Confidence level, between 0 and 1 (default: 0.95).")
    private double confidence = 0.95;

    Compare(Terminal terminal, AssetOption asset) {
      server = new ServerOptions(terminal);
      this.asset = asset;
    }

    @Override
    public Integer call() {
      ObjectNode body =
          Json.object()
              .put("control_version", control)
              .put("treatment_version", treatment)
              .put("confidence_level", confidence);
      if (asset.given() != null) {
        body.put(asset.kind(), asset.given());
      }
      return server.run(
          connection -> connection.post("/api/metrics/compare", body), ComparisonView::of);
    }
  }
}
