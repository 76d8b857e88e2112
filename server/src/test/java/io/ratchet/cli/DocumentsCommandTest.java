// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DocumentsCommandTest {
  private static final String DOCUMENT =
      """
      {"id": "note-17", "name": null, "created_at": "2026-11-21T08:00:01Z", "characters": 1234,
       "has_gold": true, "metadata": {"ward": "A"}, "sha256": "00ff", "created_by": "local",
       "text": "A note.", "gold": {"age": 67}}
      """;
  private static final String RESULT =
      """
      {"id": "r-1", "time": "2026-11-21T08:00:02Z", "document": "note-17", "prompt": "extraction",
       "prompt_version": "v2.0.0", "status": "success", "error_type": null, "error": null,
       "answer_form": "whole", "fields": {"age": 68}, "completeness": 1.0, "latency_ms": 250.5,
       "cost_usd": "0.0002", "evaluation": {"tp": 0, "fp": 1, "fn": 1, "precision": 0.0,
       "recall": 0.0, "f1": 0.0, "fields": [{"field": "age", "match": "wrong", "matched": 0,
       "missing": [67], "extra": [68]}]}}
      """;
  private static final String FAILED =
      """
      {"id": "r-2", "document": "note-18", "prompt": "extraction", "prompt_version": "v2.0.0",
       "status": "failure", "error_type": "provider_error", "error": "down", "evaluation": null}
      """;
  private final ScriptedServer server = new ScriptedServer();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    server.close();
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  @Test
  void addsAFileUnderItsName() throws IOException {
    server.on("POST /api/documents", DOCUMENT);
    Shell.Outcome outcome =
        new Shell().run(server, "documents", "add", file("note-17.txt", "A note."));

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .isEqualTo(
            """
            id       name  created              characters  gold
            note-17  -     2026-11-21 08:00:01       1,234  yes
            """);
    assertThat(server.asked())
        .containsExactly(
            "POST /api/documents {\"id\":\"note-17\",\"name\":\"note-17.txt\",\"text\":\"A note.\"}");
  }

  @Test
  void addsEveryLineOfAFileAndKeepsWhatHasNoField() throws IOException {
    server.on("POST /api/documents", DOCUMENT);
    String lines =
        """
        {"id": "a", "text": "A", "gold": {"age": 1}, "persona": "nurse"}

        {"text": "B", "metadata": {"x": 1}}
        """;
    Shell.Outcome outcome =
        new Shell().run(server, "documents", "add", file("all.jsonl", lines), "--json");

    assertThat(server.asked())
        .containsExactly(
            "POST /api/documents {\"id\":\"a\",\"text\":\"A\",\"gold\":{\"age\":1},"
                + "\"metadata\":{\"persona\":\"nurse\"}}",
            "POST /api/documents {\"text\":\"B\",\"metadata\":{\"x\":1}}");
    assertThat(Json.parse(outcome.out()).path("documents").size()).isEqualTo(2);
  }

  @Test
  void addsTheInputWithAnIdAndGold() throws IOException {
    server.on("POST /api/documents", DOCUMENT);
    String gold = file("gold.json", "{\"age\": 67}");
    new Shell()
        .typing("From a pipe.")
        .run(server, "documents", "add", "-", "--id", "note-17", "--gold", gold);

    assertThat(server.asked())
        .containsExactly(
            "POST /api/documents {\"text\":\"From a pipe.\",\"id\":\"note-17\",\"gold\":{\"age\":67}}");
  }

  @Test
  void saysWhichFileIsWrong() throws IOException {
    String broken = file("broken.jsonl", "{\"text\": \"A\"}\n{oops}\n");
    Shell.Outcome outcome = new Shell().run(server, "documents", "add", broken);
    Shell.Outcome missing = new Shell().run(List.of("documents", "add", "/no/such.txt"));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("broken.jsonl, line 2");
    assertThat(missing.err()).contains("/no/such.txt: there is no such file");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void setsTheGoldOfADocument() throws IOException {
    server.on("PUT /api/documents/{id}/gold", DOCUMENT);
    Shell.Outcome outcome =
        new Shell().run(server, "documents", "gold", "note-17", file("gold.json", "{\"age\": 1}"));

    assertThat(outcome.out()).isEqualTo("the gold of note-17 is set\n");
    assertThat(server.asked()).containsExactly("PUT /api/documents/note-17/gold {\"age\":1}");
  }

  @Test
  void showsADocument() {
    server.on("GET /api/documents/{id}", DOCUMENT);

    assertThat(new Shell().run(server, "documents", "show", "note-17").out())
        .contains("characters  1,234", "metadata    {\"ward\":\"A\"}", "\"age\" : 67", "A note.");
  }

  @Test
  void processesOneDocumentAndShowsHowItsFieldsCompare() {
    server.on("POST /api/process/{id}", RESULT);
    Shell.Outcome outcome =
        new Shell()
            .run(server, "documents", "process", "note-17", "--version", "v2.0.0", "--tag", "a=b");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .contains("version   extraction@v2.0.0", "answer    whole", "cost      $0.0002")
        .contains("field  match  right  missing  extra\nage    wrong      0       67     68\n")
        .endsWith("against the gold: precision 0.000, recall 0.000, f1 0.000\n");
    assertThat(server.asked())
        .containsExactly(
            "POST /api/process/note-17 {\"prompt_version\":\"v2.0.0\",\"tags\":{\"a\":\"b\"}}");
  }

  @Test
  void processesAllFromTheOldestAndFailsWhereOneFailed() {
    server.on(
        "GET /api/documents",
        request ->
            request.query("page_token").isPresent()
                ? Json.parse("{\"documents\": [{\"id\": \"note-17\"}], \"next_page_token\": null}")
                : Json.parse(
                    "{\"documents\": [{\"id\": \"note-18\"}], \"next_page_token\": \"t\"}"));
    server.handle(
        "POST /api/process/{id}",
        request ->
            request.parameter("id").equals("note-17")
                ? Answer.json(Json.parse(RESULT))
                : Answer.json(502, Json.object().set("result", Json.parse(FAILED))));
    Shell.Outcome outcome = new Shell().run(server, "documents", "process", "--all");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out())
        .isEqualTo(
            """
            id   time                 document  version            result          complete     f1  latency     cost
            r-1  2026-11-21 08:00:02  note-17   extraction@v2.0.0  ok                100.0%  0.000   251 ms  $0.0002
            r-2  -                    note-18   extraction@v2.0.0  provider_error         -      -        -        -
            """);
  }

  @Test
  void processWantsDocumentsOrAll() {
    assertThat(new Shell().run(List.of("documents", "process")).exitCode()).isEqualTo(2);
    assertThat(new Shell().run(List.of("documents", "process", "a", "--all")).exitCode())
        .isEqualTo(2);
  }

  @Test
  void listsResultsByFilter() {
    server.on("GET /api/results", "{\"results\": [], \"next_page_token\": null}");
    Shell.Outcome outcome =
        new Shell()
            .run(server, "documents", "results", "--version", "v2.0.0", "--status", "failure");

    assertThat(outcome.out()).isEqualTo("no results\n");
    assertThat(server.asked())
        .containsExactly(
            "GET /api/results {\"limit\":\"20\",\"prompt_version\":\"v2.0.0\",\"status\":\"failure\"}");
  }

  @Test
  void scoresAVersionFieldByField() {
    server.on(
        "GET /api/results/summary",
        """
        {"results": 3, "documents": 2, "evaluated_results": 2, "truncated": false,
         "micro": {"precision": 0.5, "recall": null, "f1": 0.25},
         "macro": {"precision": 0.5, "recall": 0.5, "f1": 0.5},
         "fields": [{"field": "age", "tp": 1, "fp": 1, "fn": 0, "precision": 0.5, "recall": null,
                     "f1": 0.667}]}
        """);

    assertThat(new Shell().run(server, "documents", "score", "v2.0.0").out())
        .isEqualTo(
            """
            field  precision  recall     f1  right found  wrong found  missing
            age        0.500  -       0.667            1            1        0

            all values: precision 0.500, recall -, f1 0.250
            mean of the fields: precision 0.500, recall 0.500, f1 0.500
            2 of 3 results of 2 documents have an answer and gold
            """);
  }
}
