// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class ExperimentCreateTest {
  private static final String VARIANTS =
      """
      [{"name": "control", "version": "v1.1.0", "weight": 0.8},
       {"name": "treatment", "version": "v2.0.0", "weight": 0.2}]
      """;

  private static JsonNode experiment(String status) {
    ObjectNode json =
        Json.object()
            .put("experiment_id", "exp-1")
            .put("name", "terse")
            .put("status", status)
            .put("control_version", "v1.1.0");
    return json.set("variants", Json.parse(VARIANTS));
  }

  private final ScriptedServer server = new ScriptedServer();
  @TempDir private Path directory = Path.of("");

  @AfterEach
  void close() {
    server.close();
  }

  private Shell.Outcome run(String... arguments) {
    return new Shell().run(server, arguments);
  }

  private void canBeCreated() {
    server.on("POST /api/experiments", _ -> experiment("DRAFT"));
  }

  @Test
  void createsWithEveryOption() {
    canBeCreated();
    Shell.Outcome outcome =
        run(
            "experiment",
            "create",
            "--name",
            "terse",
            "--description",
            "shorter",
            "--prompt",
            "triage",
            "--control",
            "v1.1.0",
            "--treatment",
            "v2.0.0",
            "--allocation",
            "80/20",
            "--target-sample-size",
            "200",
            "--max-days",
            "14",
            "--min-success-rate-delta",
            "3",
            "--max-cost-increase-pct",
            "15",
            "--guardrail",
            "latency_ms:20",
            "--guardrail",
            "pain:5:lower",
            "--primary-metric",
            "helpful",
            "--confidence",
            "0.99",
            "--segment",
            "age=18..65",
            "--segment",
            "weight=..90.5",
            "--segment",
            "tenant=a,b",
            "--auto-promote",
            "--auto-rollback");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .isEqualTo("terse is a draft; start it with: ratchet experiment start terse\n");
    assertThat(body(server.asked().getFirst()))
        .isEqualTo(
            Json.parse(
                """
                {"name": "terse", "description": "shorter", "asset": "triage",
                 "control_version": "v1.1.0", "treatment_version": "v2.0.0",
                 "traffic_allocation": "80/20", "target_sample_size": 200,
                 "max_duration_days": 14, "primary_metric": "helpful",
                 "min_success_rate_delta": 3.0, "max_cost_increase_pct": 15.0,
                 "confidence_level": 0.99,
                 "guardrails": [{"metric": "latency_ms", "max_degradation_pct": 20},
                   {"metric": "pain", "max_degradation_pct": 5, "direction": "lower"}],
                 "segment": {"age": {"min": 18, "max": 65}, "weight": {"max": 90.5},
                             "tenant": ["a", "b"]},
                 "auto_promote": true, "auto_rollback": true}
                """));
  }

  private static ObjectNode body(String asked) {
    return (ObjectNode) Json.parse(asked.substring(asked.indexOf('{')));
  }

  private static JsonNode sent(String... options) {
    List<String> arguments = new ArrayList<>(List.of("experiment", "create", "--name", "x"));
    arguments.addAll(List.of(options));
    try (ScriptedServer fresh = new ScriptedServer()) {
      fresh.on("POST /api/experiments", _ -> experiment("DRAFT"));
      Shell.Outcome outcome = new Shell().run(fresh, arguments.toArray(String[]::new));

      assertThat(outcome.err()).isEmpty();
      return body(fresh.asked().getLast());
    }
  }

  @Test
  void declaresMetricsInTheirShortForm() {
    JsonNode body =
        sent(
            "--metric",
            "thumbs:success:window=7d:absent=0",
            "--metric",
            "success_rate:success:3pp",
            "--metric",
            "latency_p95:guardrail:10%",
            "--metric",
            "latency_ms:50ms:guardrail",
            "--metric",
            "cost_per_success:guardrail:$0.002",
            "--metric",
            "pain:guardrail:0.5:lower",
            "--metric",
            "tokens_per_call=tokens/calls:information:lower",
            "--metric",
            "dear:information:numerator=cost_usd:denominator=calls:lower",
            "--metric",
            "helpful");

    assertThat(body.path("metrics"))
        .isEqualTo(
            Json.parse(
                """
                [{"metric": "thumbs", "role": "success", "attribution_window": "7d", "absent": 0},
                 {"metric": "success_rate", "role": "success", "min_improvement": 0.03},
                 {"metric": "latency_p95", "role": "guardrail", "max_degradation_pct": 10},
                 {"metric": "latency_ms", "role": "guardrail", "max_degradation": 50},
                 {"metric": "cost_per_success", "role": "guardrail", "max_degradation": 0.002},
                 {"metric": "pain", "role": "guardrail", "direction": "lower",
                  "max_degradation": 0.5},
                 {"metric": "tokens_per_call", "numerator": "tokens", "denominator": "calls",
                  "role": "information", "direction": "lower"},
                 {"metric": "dear", "role": "information", "numerator": "cost_usd",
                  "denominator": "calls", "direction": "lower"},
                 {"metric": "helpful"}]
                """));
  }

  @Test
  void saysHowAMetricIsWrittenWhereItCannotBeRead() {
    refuses("--metric thumbs:sucess", "cannot be read at sucess", "success_rate:success:3pp");
    refuses("--metric :guardrail", "has no name", "latency_p95:guardrail:10%");
    refuses("--metric latency_p95:guardrail", "how much worse", "latency_p95:guardrail:50ms");
    refuses("--metric latency_p95:10%", "without a role", "latency_p95:guardrail:10%");
    refuses("--metric latency_ms:success:10%", "own unit", "latency_ms:success:50ms");
    refuses("--metric cost_usd:guardrail:50ms", "not measured in ms", "$0.001");
    refuses("--metric thumbs:success:window=1d:window=2d", "twice", "once");
    refuses("--metric thumbs:success:windw=7d", "no field windw", "window");
    refuses("--metric thumbs:absent=none", "no number", "absent=0");
  }

  private static void refuses(String option, String what, String hint) {
    List<String> arguments = new ArrayList<>(List.of("experiment", "create", "--name", "x"));
    arguments.addAll(List.of(option.split(" ")));
    Shell.Outcome outcome = new Shell().run(arguments);

    assertThat(outcome.exitCode()).as(option).isEqualTo(2);
    assertThat(outcome.err()).contains(what).contains(hint);
  }

  @Test
  void letsSharesMoveAndWatchesTheWinner() {
    assertThat(
            sent(
                "--ramp",
                "1,5,50,100",
                "--hold",
                "1h",
                "--min-units",
                "100",
                "--watch-days",
                "7",
                "--holdback-pct",
                "5"))
        .isEqualTo(
            Json.parse(
                """
                {"name": "x", "allocation": {"policy": "ramp", "steps": [1, 5, 50, 100],
                  "hold": "1h", "min_units": 100}, "watch": {"days": 7, "holdback_pct": 5}}
                """));
    assertThat(sent("--bandit", "top_two", "--floor", "5%", "--every", "10m").path("allocation"))
        .isEqualTo(
            Json.parse(
                """
                {"policy": "bandit", "method": "top_two", "every": "10m", "floor": 0.05}
                """));
    assertThat(sent("--bandit").path("allocation"))
        .isEqualTo(Json.parse("{\"policy\": \"bandit\", \"method\": \"thompson\"}"));
    assertThat(sent("--best-arm", "--floor", "0.1").path("allocation"))
        .isEqualTo(Json.parse("{\"policy\": \"best_arm\", \"floor\": 0.1}"));
    assertThat(sent("--ramp").path("allocation")).isEqualTo(Json.parse("{\"policy\": \"ramp\"}"));
  }

  @Test
  void refusesWaysToMoveThatDoNotGoTogether() {
    refuses("--ramp --bandit", "one way only", "--best-arm");
    refuses("--hold 1h", "belongs to a ramp", "--ramp");
    refuses("--ramp --floor 0.1", "--floor belongs", "--bandit");
    refuses("--every 5m", "--every belongs", "--best-arm");
    refuses("--min-units 5", "--min-units belongs", "--ramp");
    refuses("--bandit greedy", "got greedy", "top_two");
    refuses("--ramp 1,five", "no number", "--ramp 1,5,10,25,50,100");
    refuses("--best-arm --floor low", "no number", "5%");
  }

  @Test
  void createsWithSeveralArmsAndStarts() {
    canBeCreated();
    server.on("POST /api/experiments/{id}/start", _ -> experiment("RUNNING"));
    Shell.Outcome outcome =
        run(
            "experiments",
            "create",
            "--name",
            "terse",
            "--variant",
            "control=v1.0.0:50",
            "--variant",
            "a=v1.1.0:25",
            "--variant",
            "b=v2.0.0:25",
            "--start");

    assertThat(outcome.out())
        .isEqualTo("terse is running: control v1.1.0 80%, treatment v2.0.0 20%\n");
    assertThat(server.asked())
        .containsExactly(
            "POST /api/experiments {\"name\":\"terse\",\"variants\":["
                + "{\"name\":\"control\",\"version\":\"v1.0.0\",\"weight\":50},"
                + "{\"name\":\"a\",\"version\":\"v1.1.0\",\"weight\":25},"
                + "{\"name\":\"b\",\"version\":\"v2.0.0\",\"weight\":25}]}",
            "POST /api/experiments/exp-1/start {}");
  }

  @Test
  void saysThatADraftIsLeftWhereTheStartIsRefused() {
    canBeCreated();
    server.handle(
        "POST /api/experiments/{id}/start",
        _ -> {
          throw Failure.conflict(
              "the route is owned by another experiment", "complete that one first");
        });
    Shell.Outcome outcome = run("experiment", "create", "--name", "terse", "--start");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("terse is a draft now and did not start")
        .contains("owned by another experiment")
        .contains("complete that one first");
  }

  @Test
  void readsThePlanFromAFileAndLetsOptionsWin() throws IOException {
    canBeCreated();
    Path yaml = Files.writeString(directory.resolve("plan.yaml"), "name: terse\nprompt: triage\n");
    Path json = Files.writeString(directory.resolve("plan.json"), "{\"name\": \"terse\"}");
    run("experiment", "create", "--file", yaml.toString(), "--name", "other");
    new Shell()
        .run(
            List.of(
                "experiment",
                "create",
                "--file",
                json.toString(),
                "--server",
                server.start().toString()));

    assertThat(server.asked())
        .containsExactly(
            "POST /api/experiments {\"name\":\"other\",\"prompt\":\"triage\"}",
            "POST /api/experiments {\"name\":\"terse\"}");
  }

  @Test
  void refusesOptionsThatCannotBeRead() {
    for (List<String> wrong :
        List.of(
            List.of("--variant", "v1.0.0"),
            List.of("--variant", "a=v1.0.0:half"),
            List.of("--guardrail", "latency_ms"),
            List.of("--guardrail", "latency_ms:much"),
            List.of("--segment", "age"),
            List.of("--segment", "age=18..old"))) {
      List<String> arguments = new ArrayList<>(List.of("experiment", "create", "--name", "x"));
      arguments.addAll(wrong);
      Shell.Outcome outcome = new Shell().run(arguments);

      assertThat(outcome.exitCode()).as(wrong.toString()).isEqualTo(2);
      assertThat(outcome.err()).contains(wrong.get(1));
    }
  }

  @Test
  void isAboutAModelWhereOneIsNamed() {
    canBeCreated();
    run("experiment", "create", "--name", "b", "--model", "churn", "--treatment", "v2.0.0");
    assertThat(server.asked().getLast()).contains("\"model\":\"churn\"").doesNotContain("asset");
    assertThat(run("experiment", "create", "--model", "a", "--prompt", "b").err())
        .contains("both given");
  }
}
