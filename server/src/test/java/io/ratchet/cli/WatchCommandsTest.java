// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drift and monitoring from the command line. */
final class WatchCommandsTest {
  private static final String SCORES =
      """
      {"scores": [
        {"key": "model/churn@v1.0.0", "kind": "model", "current_drift_score": 0.04,
         "alert_triggered": false},
        {"key": "model/churn@v2.0.0", "kind": "model", "current_drift_score": 0.4567,
         "alert_triggered": %s, "recommendation": "Retrain: age has moved."},
        {"key": "prompt/triage@v1.0.0", "kind": "prompt", "current_drift_score": null,
         "alert_triggered": false}]}
      """;

  private final ScriptedServer server = new ScriptedServer();
  @TempDir private Path directory = Path.of("");

  @AfterEach
  void close() {
    server.close();
  }

  private Shell.Outcome run(String... arguments) {
    return new Shell().run(server, arguments);
  }

  @Test
  void aCheckMarksEachVersionAndFailsWhereOneDrifted() {
    server.on("GET /api/drift", SCORES.formatted("true"));
    Shell.Outcome outcome = run("drift", "check");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out())
        .isEqualTo(
            """
            🟢 model/churn@v1.0.0: 0.040
            🔴 model/churn@v2.0.0: 0.457
               ⚠️  Retrain: age has moved.
            🟢 prompt/triage@v1.0.0: not enough calls yet
            """);
    assertThat(run("drift", "check", "--no-fail").exitCode()).isZero();
    assertThat(run("drift", "check", "--kind", "prompt").exitCode()).isZero();
    assertThat(run("drift", "check", "--kind", "tape").exitCode()).isEqualTo(2);
    assertThat(Json.parse(run("drift", "check", "--json").out()))
        .isEqualTo(Json.parse(SCORES.formatted("true")));
  }

  @Test
  void aCheckWithoutAlarmsSucceeds() {
    server.on("GET /api/drift", SCORES.formatted("false"));

    assertThat(run("drift", "check").exitCode()).isZero();
  }

  @Test
  void aReportDrawsWhatMoved() {
    server.on(
        "GET /api/drift/{kind}/{name}",
        """
        {"kind": "model", "asset": "churn", "version": "v2.0.0", "from": "2026-11-21T08:00:00Z",
         "to": "2026-11-21T09:00:00Z", "calls": 1200, "drift_score": 0.4567, "severity": "high",
         "alert_triggered": true, "recommendation": "Retrain: age has moved.",
         "reference": {"source": "baseline", "rows": 1000, "note": "the first calls"},
         "features": [
           {"name": "age", "verdict": "drifted", "effect": 0.4, "threshold": 0.1,
            "noise_floor": 0.02, "adjusted_p_value": 0.00001, "n_current": 1200,
            "histogram": {"reference": [0.5, 0.5, 0, 0], "current": [0, 0.01, 0.25, 0.74]}},
           {"name": "plan", "verdict": "insufficient", "n_current": 3, "histogram": null}]}
        """);
    Shell.Outcome outcome = run("drift", "report", "model", "churn", "--version", "v2.0.0");

    assertThat(outcome.out())
        .isEqualTo(
            """
            model        churn v2.0.0
            from         2026-11-21 08:00:00
            to           2026-11-21 09:00:00
            calls        1,200
            reference    baseline, 1,000 rows: the first calls
            drift score  0.457
            severity     high

            feature  verdict       effect  threshold  noise        p      n  then    now
            age      drifted        0.400      0.100  0.020  <0.0001  1,200  |██··|  |·▁▃█|
            plan     insufficient       -          -      -        -      3  -       -

            🔴 Retrain: age has moved.
            """);
    assertThat(server.asked())
        .containsExactly("GET /api/drift/model/churn {\"version\":\"v2.0.0\"}");
  }

  @Test
  void barsPutNeighboursTogether() {
    assertThat(DriftViews.bars(Json.parse("[]"))).isNull();
    assertThat(DriftViews.bars(Json.parse("[1]"))).isEqualTo("|█|");
    assertThat(DriftViews.bars(Json.parse("[0, 0]"))).isEqualTo("|··|");
    String many = "[" + "1,".repeat(63) + "1]";
    assertThat(DriftViews.bars(Json.parse(many))).isEqualTo("|" + "█".repeat(16) + "|");
  }

  @Test
  void listsTheWindowsThatWereJudged() {
    server.on(
        "GET /api/drift/{kind}/{name}/history",
        """
        {"windows": [{"from": "2026-11-21T08:00:00Z", "to": "2026-11-21T09:00:00Z", "calls": 1200,
         "drift_score": 0.5, "severity": "high", "drifted": ["age", "plan"]}]}
        """);

    assertThat(run("drift", "history", "model", "churn").out())
        .isEqualTo(
            """
            from                 to                   calls  score  severity  drifted
            2026-11-21 08:00:00  2026-11-21 09:00:00  1,200  0.500  high      age, plan
            """);
  }

  @Test
  void aReferenceIsTheRowsOfAFileOrTheCallsOfATime() throws IOException {
    server.on(
        "POST /api/drift/{kind}/{name}/reference",
        "{\"source\": \"file\", \"rows\": 2, \"note\": \"2 rows that were sent\"}");
    Path rows = Files.writeString(directory.resolve("t.csv"), "age,churned\n41,1\n7,0\n");

    assertThat(
            run(
                    "drift",
                    "reference",
                    "model",
                    "churn",
                    "--rows",
                    rows.toString(),
                    "--without",
                    "churned")
                .out())
        .isEqualTo("file, 2 rows: 2 rows that were sent\n");
    assertThat(server.asked().getLast()).endsWith("{\"rows\":[{\"age\":41},{\"age\":7}]}");
    run(
        "drift",
        "reference",
        "model",
        "churn",
        "--from",
        "2026-11-20T00:00:00Z",
        "--to",
        "2026-11-21T00:00:00Z");
    assertThat(server.asked().getLast()).contains("\"from\":\"2026-11-20T00:00:00Z\"");
    assertThat(run("drift", "reference", "model", "churn").exitCode()).isEqualTo(2);
    assertThat(run("drift", "reference", "model", "churn", "--from", "x").exitCode()).isEqualTo(2);
  }

  @Test
  void printsTheSummaryOfTheLastHours() {
    server.on(
        "GET /monitoring/status",
        """
        {"status": "healthy", "total_predictions": 12345, "avg_accuracy": 0.9123,
         "avg_latency_ms": 45.25, "avg_error_rate": 0.001, "drift_incidents": 2,
         "avg_data_quality": null, "alerts": {"CRITICAL": 1, "WARNING": 2}}
        """);

    assertThat(run("monitor", "status", "--hours", "24").out())
        .isEqualTo(
            """
            📊 Model Performance Summary (Last 24 Hours)
            ============================================
            Status: healthy
            Total Predictions: 12,345
            Average Accuracy: 0.912
            Average Latency: 45.3ms
            Average Error Rate: 0.001
            Drift Incidents: 2
            Data Quality: -

            Alerts:
            - Critical: 1
            - Warning: 2
            - Info: 0
            """);
  }

  @Test
  void listsAndAnswersAlerts() {
    server
        .on(
            "GET /api/alerts",
            """
            {"alerts": [{"id": "a-1", "level": "CRITICAL", "type": "accuracy_drop",
             "asset": "churn", "version": "v2.0.0", "status": "open",
             "opened_at": "2026-11-21T08:00:00Z", "note": null}]}
            """)
        .on("POST /api/alerts/{id}/acknowledge", "{\"status\": \"acknowledged\"}")
        .on("POST /api/alerts/{id}/resolve", "{\"status\": \"resolved\"}");

    assertThat(run("alerts", "list", "--status", "open").out())
        .isEqualTo(
            """
            alert  level     type           asset  version  status  opened               note
            a-1    CRITICAL  accuracy_drop  churn  v2.0.0   open    2026-11-21 08:00:00  -
            """);
    assertThat(server.asked().getLast())
        .isEqualTo("GET /api/alerts {\"limit\":\"20\",\"status\":\"open\"}");
    assertThat(run("alerts", "acknowledge", "a-1", "--note", "on it").out())
        .isEqualTo("a-1 is now acknowledged\n");
    assertThat(server.asked().getLast())
        .isEqualTo("POST /api/alerts/a-1/acknowledge {\"note\":\"on it\"}");
    assertThat(run("alerts", "resolve", "a-1").out()).isEqualTo("a-1 is now resolved\n");
    assertThat(run("alerts", "resolve").exitCode()).isEqualTo(2);
  }
}
