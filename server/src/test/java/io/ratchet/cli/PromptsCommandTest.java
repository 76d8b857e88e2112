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

final class PromptsCommandTest {
  private static final String VERSIONS =
      """
      {"prompt": "extraction", "default_version": "v2.0.0", "versions": [
        {"version": "v1.0.0", "stage": "archived", "aliases": [],
         "created_at": "2026-11-21T08:00:00.123Z", "token_estimate": 412,
         "variables": ["document"], "sha256": "abc"},
        {"version": "v2.0.0", "stage": "production", "aliases": ["champion", "safe"],
         "created_at": "2026-11-21T09:30:00Z", "token_estimate": 1204,
         "variables": ["document", "persona"], "sha256": "def"}]}
      """;

  private final ScriptedServer server =
      new ScriptedServer().on("GET /api/prompts/versions", VERSIONS);
  @TempDir private Path directory = Path.of("");

  @AfterEach
  void close() {
    server.close();
  }

  private Shell.Outcome run(String... arguments) {
    return new Shell().run(server, arguments);
  }

  @Test
  void listsTheVersionsOfTheDefaultPrompt() {
    Shell.Outcome outcome = run("prompts", "list");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            """
            version  stage       default  aliases         created              tokens  variables
            v1.0.0   archived    -        -               2026-11-21 08:00:00     412  document
            v2.0.0   production  yes      champion, safe  2026-11-21 09:30:00   1,204  document, persona
            """);
  }

  @Test
  void printsTheAnswerAsItCameForPrograms() {
    Shell.Outcome outcome = run("prompts", "list", "--json");

    assertThat(Json.parse(outcome.out())).isEqualTo(Json.parse(VERSIONS));
  }

  @Test
  void listsANamedPromptAndEncodesItsName() {
    server.on("GET /api/prompts/{name}/versions", "{\"versions\": []}");
    Shell.Outcome outcome = run("prompts", "list", "--prompt", "a/b ä");

    assertThat(outcome.out()).startsWith("no versions yet");
    assertThat(server.asked()).containsExactly("GET /api/prompts/a/b ä/versions {}");
  }

  @Test
  void listsAllPrompts() {
    server.on(
        "GET /api/prompts",
        "{\"prompts\": [{\"name\": \"triage\", \"versions\": 2, \"default_version\": \"v1.1.0\", \"aliases\": {\"champion\": \"v1.1.0\"}}]}");

    assertThat(run("prompts", "list", "--all").out())
        .contains("triage")
        .contains("champion=v1.1.0")
        .containsPattern("\\b2\\b");
  }

  @Test
  void asksForANameWhereThereIsNoDefaultPrompt() {
    ScriptedServer bare =
        new ScriptedServer().on("GET /api/prompts/versions", "{\"versions\": []}");
    try (bare) {
      Shell.Outcome outcome = new Shell().run(bare, "prompts", "rollback", "--reason", "x");

      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.err()).contains("no default prompt").contains("--prompt NAME");
    }
  }

  @Test
  void showsAVersionWithItsText() {
    server
        .on(
            "GET /api/prompts/{name}/versions/{version}",
            "{\"prompt\": \"extraction\", \"version\": \"v2.0.0\", \"stage\": \"dev\","
                + " \"size_bytes\": 4321, \"variables\": [\"document\"], \"model\": null}")
        .on(
            "GET /api/prompts/{name}/versions/{version}/content",
            "{\"messages\": [{\"role\": \"system\", \"content\": \"Be brief.\"},"
                + " {\"role\": \"user\", \"content\": \"{{ document }}\"}]}");
    Shell.Outcome outcome = run("prompts", "show", "2.0.0");

    assertThat(outcome.out())
        .isEqualTo(
            """
            prompt     extraction
            version    v2.0.0
            stage      dev
            variables  document
            size       4,321 bytes

            [system]
            Be brief.

            [user]
            {{ document }}
            """);
  }

  @Test
  void showsTheContentAlone() {
    server.on(
        "GET /api/prompts/{name}/versions/{version}/content", "{\"content\": \"Hello {name}\\n\"}");

    assertThat(run("prompts", "show", "v1.0.0", "--content", "--prompt", "p").out())
        .isEqualTo("Hello {name}\n");
  }

  @Test
  void coloursADiffOnATerminalOnly() {
    String answer =
        "{\"diff\": \"--- v1\\n+++ v2\\n@@ -1 +1 @@\\n-old\\n+new\\n same\","
            + " \"variables_added\": [\"persona\"], \"variables_removed\": []}";
    server.on("GET /api/prompts/{name}/compare", answer);

    assertThat(run("prompts", "diff", "v1", "v2").out())
        .isEqualTo("--- v1\n+++ v2\n@@ -1 +1 @@\n-old\n+new\n same\n\nvariables added: persona\n");
    assertThat(server.asked().getLast())
        .isEqualTo("GET /api/prompts/extraction/compare {\"from\":\"v1\",\"to\":\"v2\"}");
    assertThat(new Shell().coloured().run(server, "prompts", "diff", "v1", "v2").out())
        .contains("\u001b[31m-old\u001b[0m")
        .contains("\u001b[32m+new\u001b[0m");
  }

  @Test
  void rendersWithVariablesFromFileAndCommandLine() throws IOException {
    server.on("POST /api/prompts/{name}/versions/{version}/render", "{\"text\": \"Hi\"}");
    Path file = Files.writeString(directory.resolve("vars.json"), "{\"n\": 3, \"name\": \"file\"}");
    Shell.Outcome outcome =
        run(
            "prompts",
            "render",
            "v1.0.0",
            "--vars",
            file.toString(),
            "--var",
            "name=a=b",
            "--strict");

    assertThat(outcome.out()).isEqualTo("Hi\n");
    assertThat(server.asked().getLast())
        .isEqualTo(
            "POST /api/prompts/extraction/versions/v1.0.0/render"
                + " {\"variables\":{\"n\":3,\"name\":\"a=b\"},\"strict\":true}");
  }

  @Test
  void readsVariablesFromStandardInput() {
    server.on("POST /api/prompts/{name}/versions/{version}/render", "{\"text\": \"Hi\"}");
    Shell.Outcome outcome =
        new Shell().typing("{\"x\": [1]}").run(server, "prompts", "render", "v1", "--vars", "-");

    assertThat(outcome.exitCode()).isZero();
    assertThat(server.asked().getLast()).endsWith("{\"variables\":{\"x\":[1]}}");
  }

  @Test
  void refusesVariablesThatAreNoObject() {
    Shell.Outcome array =
        new Shell().typing("[1]").run(server, "prompts", "render", "v1", "--vars", "-");
    assertThat(array.exitCode()).isEqualTo(2);
    assertThat(array.err()).contains("standard input is not a JSON object");

    Shell.Outcome missing = run("prompts", "render", "v1", "--vars", "no-such-file.json");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("cannot read no-such-file.json, it is missing");
  }

  @Test
  void registersAFileUnderTheVersionOfItsName() throws IOException {
    server.on(
        "POST /api/prompts/{name}/versions",
        "{\"version\": \"v2.1.0\", \"sha256\": \"0123456789abcdef\"}");
    Path file = Files.writeString(directory.resolve("v2.1.0.txt"), "Say {x}");
    Shell.Outcome outcome =
        run("prompts", "register", file.toString(), "--reason", "shorter", "--parent", "v2.0.0");

    assertThat(outcome.out()).startsWith("registered v2.1.0 (sha256 0123456789ab)");
    assertThat(server.asked().getLast())
        .startsWith("POST /api/prompts/extraction/versions")
        .contains("\"version\":\"2.1.0\"")
        .contains("\"template\":\"Say {x}\"")
        .contains("\"parent\":\"v2.0.0\"")
        .contains("\"reason\":\"shorter\"");
  }

  @Test
  void refusesToGuessAVersion() throws IOException {
    Path file = Files.writeString(directory.resolve("draft.txt"), "x");
    Shell.Outcome outcome = run("prompts", "register", file.toString());

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("draft.txt").contains("--version");
  }

  @Test
  void aReloadThatRefusesAFileFails() {
    server.on(
        "POST /api/prompts/reload",
        """
        {"directory": "prompts", "added": [{"prompt": "extraction", "version": "v1.2.0"}],
         "updated": [], "unchanged": [{"prompt": "extraction", "version": "v1.0.0"},
         {"prompt": "triage", "version": "v1.0.0"}], "missing_files": [], "ignored": [],
         "refused": [{"file": "extraction/v1.1.0.txt", "line": 7, "reason": "content changed"}]}
        """);
    Shell.Outcome outcome = run("prompts", "reload");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out())
        .isEqualTo(
            """
            directory  prompts
            added      extraction v1.2.0
            unchanged  extraction v1.0.0, triage v1.0.0

            refused                line  reason
            extraction/v1.1.0.txt     7  content changed
            """);
  }

  @Test
  void movesStagesAndAliasesWithReasons() {
    server
        .on("POST /api/prompts/{name}/versions/{version}/stage", "{}")
        .on("PUT /api/prompts/{name}/aliases/{alias}", "{}")
        .on("DELETE /api/prompts/{name}/aliases/{alias}", "{}");

    assertThat(run("prompts", "stage", "v2.0.0", "production", "--reason", "won").out())
        .isEqualTo("v2.0.0 is now in production\n");
    assertThat(server.asked().getLast())
        .isEqualTo(
            "POST /api/prompts/extraction/versions/v2.0.0/stage"
                + " {\"stage\":\"production\",\"reason\":\"won\"}");
    assertThat(run("prompts", "alias", "champion", "v2.0.0").exitCode()).isZero();
    assertThat(server.asked().getLast())
        .isEqualTo("PUT /api/prompts/extraction/aliases/champion {\"version\":\"v2.0.0\"}");
    assertThat(run("prompts", "alias", "champion", "--remove").out()).contains("removed");
    assertThat(server.asked().getLast())
        .isEqualTo("DELETE /api/prompts/extraction/aliases/champion {}");
    assertThat(run("prompts", "alias", "safe", "v1.0.0", "--reason", "calm").exitCode()).isZero();
    assertThat(server.asked().getLast())
        .isEqualTo(
            "PUT /api/prompts/extraction/aliases/safe"
                + " {\"version\":\"v1.0.0\",\"reason\":\"calm\"}");
    assertThat(run("prompts", "alias", "safe", "--remove", "--reason", "a b").exitCode()).isZero();
    assertThat(server.asked().getLast())
        .isEqualTo("DELETE /api/prompts/extraction/aliases/safe {\"reason\":\"a b\"}");
  }

  @Test
  void aMoveWithoutItsReasonOrVersionIsWrongUsage() {
    assertThat(run("prompts", "stage", "v2.0.0", "production").exitCode()).isEqualTo(2);
    assertThat(run("prompts", "rollback").exitCode()).isEqualTo(2);
    assertThat(run("prompts", "alias", "champion").err()).contains("alias needs a version");
    assertThat(run("prompts", "alias", "champion", "v1", "--remove").exitCode()).isEqualTo(2);
    assertThat(run("prompts", "route", "--reason", "x").err()).contains("without weights");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void showsAndSetsTheRoute() {
    String route =
        """
        {"prompt": "extraction", "revision": 7, "owner": null, "default_version": "v1.0.0",
         "versions": [{"version": "v1.0.0", "weight": 0.9}, {"version": "v2.0.0", "weight": 0.1}],
         "segments": [{"name": "nurses", "versions": [{"version": "v2.0.0", "weight": 1}]}],
         "reason": "first look"}
        """;
    server.on("GET /api/prompts/{name}/route", route).on("PUT /api/prompts/{name}/route", route);

    assertThat(run("prompts", "route").out())
        .isEqualTo(
            """
            for        version   share  variant
            everybody  v1.0.0   90.00%  -
            everybody  v2.0.0   10.00%  -
            nurses     v2.0.0   100.0%  -

            revision         7
            owner            nobody
            default version  v1.0.0
            reason           first look
            """);
    run(
        "prompts",
        "route",
        "--weight",
        "v1.0.0=90",
        "--weight",
        "v2.0.0=10",
        "--reason",
        "first look");
    assertThat(server.asked().getLast())
        .isEqualTo(
            "PUT /api/prompts/extraction/route {\"versions\":[{\"version\":\"v1.0.0\",\"weight\":90.0},"
                + "{\"version\":\"v2.0.0\",\"weight\":10.0}],\"reason\":\"first look\"}");
  }

  @Test
  void rollsBack() {
    server.on("POST /api/prompts/{name}/rollback", "{\"default_version\": \"v1.1.0\"}");

    assertThat(run("prompts", "rollback", "--reason", "bad answers").out())
        .isEqualTo("rolled back to v1.1.0\n");
  }
}
