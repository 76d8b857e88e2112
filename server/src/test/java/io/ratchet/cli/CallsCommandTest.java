// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.base.Pause;
import io.ratchet.http.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class CallsCommandTest {
  private static final int PAGE = 3;
  private final List<String> recorded = new ArrayList<>();
  private final ScriptedServer server = new ScriptedServer().on("GET /api/calls", this::page);

  @AfterEach
  void close() {
    assertThat(Thread.interrupted()).isIn(true, false); // a server that closes must not see it
    server.close();
  }

  /** Pages of three from the newest backwards, whatever limit was asked for. */
  private synchronized JsonNode page(Request request) {
    int end = request.query("page_token", recorded.size(), 0, Integer.MAX_VALUE);
    ObjectNode answer = Json.object();
    ArrayNode calls = answer.putArray("calls");
    int start = Math.max(0, end - PAGE);
    for (int i = end - 1; i >= start; i--) {
      calls.add(Json.parse(recorded.get(i)));
    }
    return start == 0
        ? answer.putNull("next_page_token")
        : answer.put("next_page_token", Integer.toString(start));
  }

  private synchronized void record(int from, int to) {
    for (int i = from; i <= to; i++) {
      recorded.add(
          "{\"id\": \"call-%d\", \"time\": \"2026-11-21T08:00:%02dZ\", \"asset\": \"extraction\", \"version\": \"v1.0.0\","
                  .formatted(i, i)
              + "\"success\": true, \"latency_ms\": 250.5, \"input_tokens\": 1200,"
              + "\"output_tokens\": 30, \"cost_usd\": \"0.0031\", \"completeness\": 0.9}");
    }
  }

  private Shell.Outcome run(String... arguments) {
    return new Shell().run(server, arguments);
  }

  @Test
  void listsTheNewestCallsFirstAndSaysHowToGoOn() {
    record(1, 5);
    Shell.Outcome outcome = run("calls", "list", "--version", "v1.0.0", "--limit", "3");

    assertThat(outcome.out())
        .isEqualTo(
            """
            id      time                 served by          result  latency     in  out     cost  complete
            call-5  2026-11-21 08:00:05  extraction@v1.0.0  ok       251 ms  1,200   30  $0.0031     90.0%
            call-4  2026-11-21 08:00:04  extraction@v1.0.0  ok       251 ms  1,200   30  $0.0031     90.0%
            call-3  2026-11-21 08:00:03  extraction@v1.0.0  ok       251 ms  1,200   30  $0.0031     90.0%

            more with --page-token 2
            """);
    assertThat(server.asked())
        .containsExactly("GET /api/calls {\"limit\":\"3\",\"version\":\"v1.0.0\"}");
  }

  @Test
  void saysWhenThereAreNone() {
    assertThat(run("calls", "list").out()).isEqualTo("no calls\n");
  }

  @Test
  void showsOneCallWithItsBodiesAndFeedback() {
    server.on(
        "GET /api/calls/{id}",
        "{\"id\": \"c-1\", \"success\": false, \"error_type\": \"invalid_output\", \"unit\": null,"
            + " \"tags\": {\"persona\": \"nurse\"}, \"scores\": {},"
            + " \"feedback\": [{\"name\": \"accuracy\", \"value\": 0.5}],"
            + " \"request\": {\"model\": \"m\"}}");
    Shell.Outcome outcome = run("calls", "show", "c-1");

    assertThat(outcome.out())
        .isEqualTo(
            """
            id          c-1
            success     false
            error type  invalid_output
            tags        {"persona":"nurse"}

            feedback  value  time
            accuracy    0.5  -

            request:
            {
              "model" : "m"
            }
            """);
  }

  @Test
  void showsAChatAsWhatWasSaid() {
    server.on(
        "GET /api/calls/{id}",
        """
        {"id": "c-1",
         "request": {"model": "m", "messages": [{"role": "user", "content": "Line 1\\nLine 2"}]},
         "response": {"choices": [
           {"message": {"role": "assistant", "content": "{\\"a\\":[]}"}, "finish_reason": "stop"},
           {"message": {"content": "{\\"a\\":"}, "finish_reason": "length"}]}}
        """);

    assertThat(run("calls", "show", "c-1").out())
        .isEqualTo(
            """
            id  c-1

            request:
            {"model":"m"}

            [user]
            Line 1
            Line 2

            response:
            [assistant]
            {
              "a" : [ ]
            }

            [assistant] (length)
            {"a":
            """);
  }

  @Test
  void followsNewCallsInTheirOrderAndMissesNoneOfABurst() {
    record(1, 4);
    Deque<Runnable> between =
        new ArrayDeque<>(List.of(() -> record(5, 15), () -> record(16, 16), () -> {}));
    Pause pause =
        _ -> {
          if (between.isEmpty()) {
            throw new InterruptedException("enough");
          }
          between.pop().run();
        };
    Shell.Outcome outcome = new Shell().resting(pause).run(server, "calls", "tail", "-n", "2");

    assertThat(outcome.exitCode()).isZero();
    List<String> expected = new ArrayList<>();
    for (int i = 3; i <= 16; i++) {
      expected.add("call-" + i);
    }
    assertThat(outcome.out().lines().map(line -> line.replaceAll(".* ", ""))).isEqualTo(expected);
  }

  @Test
  void followsInJsonWithOneCallOnEachLine() {
    record(1, 1);
    Pause once =
        _ -> {
          throw new InterruptedException("enough");
        };
    Shell.Outcome outcome = new Shell().resting(once).run(server, "calls", "tail", "--json");

    assertThat(outcome.out().lines()).hasSize(1);
    assertThat(Json.parse(outcome.out()).path("id").stringValue()).isEqualTo("call-1");
  }

  @Test
  void refusesAnIntervalThatWouldNeverRest() {
    Shell.Outcome outcome = run("calls", "tail", "--interval", "0");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("--interval must be from 0.1 to 3600 seconds, got 0.0");
  }
}
