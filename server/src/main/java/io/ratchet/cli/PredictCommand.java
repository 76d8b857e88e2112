// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks a model: for one row, or for a file of them. */
@Command(
    name = "predict",
    description = {
      "Asks the version that the route chooses for a prediction, or for one for each row of a file.",
      "With --json a batch is printed as one line of JSON for each row."
    },
    footer = {
      "",
      "Examples:",
      "  ratchet models predict churn age=41 plan=basic --user user-17",
      "  ratchet models predict churn --features '{\"age\": 41, \"plan\": \"basic\"}'",
      "  ratchet models predict churn --batch customers.csv --user-column id --without churned",
      "  ratchet models predict churn --batch - --format jsonl < rows.jsonl"
    })
final class PredictCommand implements Callable<Integer> {
  @Mixin private final ServerOptions server;
  @Mixin private final ModelName model = new ModelName();
  @Mixin private final BatchOptions batch = new BatchOptions();

  @Parameters(
      index = "0+",
      arity = "0..*",
      paramLabel = "FEATURE=VALUE",
      description = "The features; a number where it reads as one, else true, false or a word.")
  private List<String> pairs = new ArrayList<>();

  @Option(
      names = "--features",
      paramLabel = "JSON",
      description = "The features as a JSON object, or the file that holds it; - reads the input.")
  private @Nullable String features;

  @Option(names = "--user", paramLabel = "ID", description = "Who is served: stays with a version.")
  private @Nullable String user;

  @Option(
      names = "--experiment",
      paramLabel = "NAME",
      description = "Only as part of this experiment.")
  private @Nullable String experiment;

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "A version or an alias, whatever the route says.")
  private @Nullable String version;

  @Option(
      names = "--attribute",
      paramLabel = "NAME=VALUE",
      description = "What segments ask about beside the features; may be repeated.")
  private Map<String, String> attributes = new LinkedHashMap<>();

  PredictCommand(Terminal terminal) {
    server = new ServerOptions(terminal);
  }

  @Override
  public Integer call() {
    int ways = (pairs.isEmpty() ? 0 : 1) + (features == null ? 0 : 1) + (batch.isGiven() ? 1 : 0);
    if (ways != 1) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          ways == 0 ? "there are no features" : "features are given in more than one way",
          "give FEATURE=VALUE pairs, --features JSON, or --batch FILE");
    }
    return batch.isGiven() ? many() : one();
  }

  private int one() {
    ObjectNode body = rest();
    body.set(
        "features",
        features == null ? paired() : JsonInput.object(features, server.terminal().in()));
    if (user != null) {
      body.put("user_id", user);
    }
    return server.run(connection -> connection.post("/predict", body), PredictViews::one);
  }

  private ObjectNode paired() {
    ObjectNode given = Json.object();
    for (String pair : pairs) {
      int at = pair.indexOf('=');
      if (at < 1) {
        throw new CommandFailure(
            CommandFailure.USAGE, "not a feature and its value: " + pair, "write age=41");
      }
      given.set(pair.substring(0, at), FeatureRows.value(pair.substring(at + 1)));
    }
    return given;
  }

  private ObjectNode rest() {
    ObjectNode body = Json.object().put("model", model.given());
    if (experiment != null) {
      body.put("experiment_name", experiment);
    }
    if (version != null) {
      body.put("version", version);
    }
    if (!attributes.isEmpty()) {
      ObjectNode given = body.putObject("attributes");
      attributes.forEach((name, value) -> given.set(name, ExperimentOptions.plain(value)));
    }
    return body;
  }

  /** Sends the rows in pieces that a server takes, and prints each piece as it is answered. */
  private int many() {
    if (user != null) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          "--user names one, and a batch has many rows",
          "name the column of the users with --user-column");
    }
    InputStream in = server.terminal().in();
    List<ObjectNode> rows = batch.read(in);
    Table table = PredictViews.table();
    try (Connection connection = server.connect()) {
      for (int from = 0; from < rows.size(); from += batch.size()) {
        List<ObjectNode> part = rows.subList(from, Math.min(rows.size(), from + batch.size()));
        JsonNode answer = connection.post("/predict/batch", body(part));
        for (JsonNode prediction : answer.path("predictions")) {
          if (server.isJson()) {
            server.terminal().print(Json.text(prediction));
          } else {
            PredictViews.row(table, prediction);
          }
        }
      }
    }
    if (!server.isJson()) {
      server.terminal().print(table.toString());
    }
    return 0;
  }

  private ObjectNode body(List<ObjectNode> rows) {
    ObjectNode body = rest();
    ArrayNode all = body.putArray("batch_features");
    List<JsonNode> users = new ArrayList<>();
    for (ObjectNode row : rows) {
      ObjectNode features = row.deepCopy();
      batch.takeUser(features).ifPresent(users::add);
      all.add(features);
    }
    if (!users.isEmpty()) {
      body.putArray("user_ids").addAll(users);
    }
    return body;
  }
}
