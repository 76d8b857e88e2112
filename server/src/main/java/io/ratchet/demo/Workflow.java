// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.cli.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The steps from a new version to the one in production, each told with what it asks for. */
final class Workflow {
  static final String CONTROL = "v2.0.0";
  static final String TREATMENT = "v2.1.0";
  static final String EXPERIMENT = "medication-wording";

  private static final String ONE = "/api/experiments/{id}";

  private final Connection connection;
  private final Story story;
  private final Path prompts;

  Workflow(Connection connection, Story story, Path prompts) {
    this.connection = connection;
    this.story = story;
    this.prompts = prompts;
  }

  void newVersion() {
    Path file = prompts.resolve(Demo.PROMPT + "/" + TREATMENT + ".yaml");
    try {
      Files.writeString(file, DemoFiles.text("improved/" + TREATMENT + ".yaml"));
    } catch (IOException e) {
      throw Failure.unavailable("cannot write " + file + ": " + e, "choose another --data", e);
    }
    story.step(
        1, "A new version", "%s says more exactly how to write medications: %s", TREATMENT, file);
  }

  void reload() {
    JsonNode report = connection.post("/api/prompts/reload", Json.object());
    story.step(
        2,
        "Reload",
        "POST /api/prompts/reload: %d versions loaded, %d refused",
        report.path("loaded").size(),
        report.path("refused").size());
  }

  void create() {
    ObjectNode wanted =
        Json.object()
            .put("name", EXPERIMENT)
            .put("description", "Does a stricter wording of medications fail less often?")
            .put("control_version", CONTROL)
            .put("treatment_version", TREATMENT)
            .put("traffic_allocation", "50/50")
            .put("target_sample_size", 100)
            .put("min_success_rate_delta", 1.0)
            .put("max_cost_increase_pct", 25.0);
    wanted
        .putArray("guardrails")
        .addObject()
        .put("metric", "completeness")
        .put("max_degradation_pct", 5);
    JsonNode made = connection.post("/api/experiments", wanted);
    story.step(
        3,
        "Create the experiment",
        "POST /api/experiments: %s, %s against %s, half of the users each",
        made.path("name").asString(),
        CONTROL,
        TREATMENT);
    story.line(
        "It wins if its success rate is at least 1 point higher, it costs at most 25%% more, and");
    story.line("answers are not more than 5%% less complete.");
  }

  void start() {
    connection.post(Connection.path(ONE + "/start", EXPERIMENT), Json.object());
    story.step(
        4,
        "Start",
        "POST /api/experiments/%s/start: the route gives each user one arm",
        EXPERIMENT);
  }

  JsonNode analysis() {
    return connection.get(Connection.path(ONE + "/analysis", EXPERIMENT));
  }

  void complete(String winner, String conclusion) {
    connection.post(
        Connection.path(ONE + "/complete", EXPERIMENT),
        Json.object().put("winner", winner).put("conclusion", conclusion));
  }

  void promote() {
    connection.post(Connection.path(ONE + "/promote", EXPERIMENT), Json.object());
  }

  String defaultVersion() {
    return connection.get("/api/prompts/versions").path("default_version").asString("");
  }

  JsonNode compare(String control, String treatment) {
    return connection.post(
        "/api/metrics/compare",
        Json.object()
            .put("prompt", Demo.PROMPT)
            .put("control_version", control)
            .put("treatment_version", treatment)
            .put("confidence_level", 0.95));
  }

  List<JsonNode> metrics(List<String> versions) {
    return versions.stream()
        .map(version ->
            connection.get(
                Connection.path("/api/metrics/prompts/{version}", version)
                    + Connection.query(Map.of("prompt", Demo.PROMPT, "days", 1))))
        .toList();
  }
}
