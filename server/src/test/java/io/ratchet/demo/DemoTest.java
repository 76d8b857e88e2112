// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.cli.ScriptedServer;
import io.ratchet.cli.Terminal;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class DemoTest {
  private final AtomicInteger served = new AtomicInteger();
  private final Set<String> documents = ConcurrentHashMap.newKeySet();
  private final Set<String> units = ConcurrentHashMap.newKeySet();
  private final StringWriter out = new StringWriter();

  /** Fails every thousandth call, as a provider would. */
  private Answer complete(Request request) {
    JsonNode ratchet = request.json().path("ratchet");
    documents.add(ratchet.path("variables").path("document").stringValue());
    units.add(ratchet.path("unit").stringValue());
    if (served.incrementAndGet() % 1_000 == 0) {
      return Answer.json(502, Json.parse("{\"error\": {\"type\": \"server_error\"}}"));
    }
    return Answer.json(Json.object());
  }

  private JsonNode metrics(Request request) {
    return Json.object()
        .put("version", request.parameter("version"))
        .put("requests", request.parameter("version").equals("v1.0.0") ? served.get() : 0);
  }

  private ScriptedServer server() {
    return new ScriptedServer()
        .on("PUT /api/prompts/{name}/route", "{}")
        .on("GET /api/metrics/prompts/{version}", this::metrics)
        .handle("POST /v1/chat/completions", this::complete)
        .on(
            "POST /api/metrics/compare",
            "{\"control_version\": \"v1.1.0\", \"treatment_version\": \"v2.0.0\","
                + " \"samples\": {\"control\": 0, \"treatment\": 0},"
                + " \"recommendation\": \"INSUFFICIENT_DATA: none\"}");
  }

  @Test
  void replaysTheWholeTraceCountsFailuresAndShowsTheFigures() throws InterruptedException {
    AtomicLong now = new AtomicLong();
    try (ScriptedServer server = server()) {
      PrintWriter writer = new PrintWriter(out);
      Demo demo =
          new Demo(
              server.start(),
              null,
              Demo.SPEED,
              Terminal.plain(writer, writer),
              now::get,
              duration -> now.addAndGet(duration.toNanos()));
      demo.run();
      demo.invite();

      assertThat(server.asked().getFirst())
          .isEqualTo(
              "PUT /api/prompts/extraction/route {\"reason\":\"the demo compares three versions\","
                  + "\"versions\":[{\"version\":\"v1.0.0\",\"weight\":40},"
                  + "{\"version\":\"v1.1.0\",\"weight\":30},{\"version\":\"v2.0.0\",\"weight\":30}]}");
    }
    assertThat(served).hasValue(8_819);
    assertThat(documents).hasSizeGreaterThanOrEqualTo(40);
    assertThat(units).hasSize(Notes.USERS);
    assertThat(out.toString())
        .contains("8,819 calls in 57.")
        .contains("8 without an answer (server_error 8)")
        .contains("The server's figures hold 8,819 of them")
        .contains("INSUFFICIENT_DATA: none")
        .contains("export RATCHET_URL=http://127.0.0.1:");
  }

  @Test
  void everyPlaceOfTheTraceAlwaysHasTheSameRequest() {
    Notes notes = Notes.read(DemoFiles.text("notes.jsonl"));
    Trace.Arrival arrival = Trace.read(DemoFiles.text("azure_llm_code.csv")).arrivals().getFirst();
    JsonNode request = notes.request(17, arrival);

    assertThat(notes.notes()).hasSizeGreaterThanOrEqualTo(40);
    assertThat(notes.request(17, arrival)).isEqualTo(request);
    assertThat(notes.request(18, arrival)).isNotEqualTo(request);
    assertThat(request.path("model").stringValue()).isEqualTo("prompt:extraction");
    assertThat(Json.text(request.path("ratchet").path("simulate")))
        .isEqualTo("{\"input_tokens\":4808,\"output_tokens\":10}");
  }

  @Test
  void writesWhatTheServerLoadsAndKeepsWhatIsThere(@TempDir Path directory) throws IOException {
    Path prompts = directory.resolve("prompts");
    Path mine = prompts.resolve("extraction/v1.0.0.txt");
    Files.createDirectories(prompts.resolve("extraction"));
    Files.writeString(mine, "mine");
    Map<String, String> settings = Demo.install(prompts, directory.resolve("data"));

    assertThat(mine).hasContent("mine");
    assertThat(prompts.resolve("extraction/v1.1.0.txt")).isNotEmptyFile();
    assertThat(prompts.resolve("extraction/v2.0.0.yaml")).isNotEmptyFile();
    assertThat(settings)
        .containsEntry("prompts.directory", prompts.toString())
        .containsEntry("providers.default", "simulated");
    for (String key : List.of("knowledge", "behaviours")) {
      assertThat(Path.of(settings.getOrDefault("providers.simulated." + key, ""))).isNotEmptyFile();
    }
  }
}
