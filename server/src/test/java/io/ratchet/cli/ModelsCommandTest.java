// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.http.Answer;
import io.ratchet.http.Multipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelsCommandTest {
  private static final String REGISTERED =
      """
      {"model": "churn", "version": "v1.1.0", "sha256": "0123456789abcdef", "is_default": false}
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
  void listsModelsAndTheirVersions() {
    server
        .on(
            "GET /api/models",
            """
            {"models": [{"name": "churn", "versions": 2, "default_version": "v1.0.0",
             "production_version": null, "latest_version": "v1.1.0",
             "aliases": {"challenger": "v1.1.0"}}], "next_page_token": null}
            """)
        .on(
            "GET /api/models/{name}/versions",
            """
            {"model": "churn", "versions": [{"version": "v1.0.0", "stage": "production",
             "is_default": true, "aliases": ["champion"], "source": {"kind": "onnx"},
             "created_at": "2026-11-21T08:00:00Z", "parent": null, "reason": "first"}]}
            """);

    assertThat(run("models", "list").out())
        .isEqualTo(
            """
            model  versions  default  production  latest  aliases
            churn         2  v1.0.0   -           v1.1.0  challenger=v1.1.0
            """);
    assertThat(run("models", "versions", "churn", "--stage", "production").out())
        .isEqualTo(
            """
            version  stage       default  aliases   source  created              parent  reason
            v1.0.0   production  yes      champion  onnx    2026-11-21 08:00:00  -       first
            """);
    assertThat(server.asked().getLast())
        .isEqualTo("GET /api/models/churn/versions {\"limit\":\"20\",\"stage\":\"production\"}");
  }

  @Test
  void showsAVersionWithItsFeatures() {
    server.on(
        "GET /api/models/{name}/versions/{version}",
        """
        {"model": "churn", "version": "v1.0.0", "stage": "dev",
         "source": {"kind": "onnx", "size_bytes": 4321},
         "signature": {"task": "classification", "classes": [0, 1], "features": [
           {"name": "age", "type": "integer", "optional": false, "minimum": 0, "maximum": 120},
           {"name": "plan", "type": "category", "optional": true, "categories": ["a", "b"]}]},
         "golden": [{}, {}], "performance": {"calls": 1200, "latency_ms": 0.42, "error_rate": 0.01}}
        """);

    assertThat(run("models", "version", "churn", "1.0.0").out())
        .isEqualTo(
            """
            model          churn
            version        v1.0.0
            stage          dev
            source         onnx, 4,321 bytes
            task           classification
            classes        0, 1
            golden inputs  2
            calls          1,200
            mean latency   0.4 ms
            error rate     1.0%

            feature  type      optional  minimum  maximum  categories
            age      integer   -               0      120  -
            plan     category  yes             -        -  a, b
            """);
  }

  @Test
  void registersAFileWithWhatIsSaidOfIt() throws IOException {
    List<Multipart.Part> parts = new CopyOnWriteArrayList<>();
    server.handle(
        "POST /api/models/{name}/versions",
        request -> {
          parts.addAll(
              Multipart.read(request.header("content-type").orElseThrow(), request.body()));
          return Answer.json(201, Json.parse(REGISTERED));
        });
    byte[] onnx = {0, -1, 13, 10, 45, 45, 7};
    Path file = Files.write(directory.resolve("churn.onnx"), onnx);
    Path signature = Files.writeString(directory.resolve("s.json"), "{\"features\": []}");
    Path golden = Files.writeString(directory.resolve("g.json"), "[{\"expected\": [1]}]");
    Shell.Outcome outcome =
        run(
            "models",
            "register",
            "churn",
            file.toString(),
            "--version",
            "1.1.0",
            "--parent",
            "1.0.0",
            "--reason",
            "more rows",
            "--signature",
            signature.toString(),
            "--golden",
            golden.toString());

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).startsWith("registered v1.1.0 of churn (sha256 0123456789ab)");
    assertThat(parts)
        .extracting(Multipart.Part::name)
        .containsExactly("signature", "golden", "version", "parent", "reason", "file");
    assertThat(parts.getLast().content()).isEqualTo(onnx);
    assertThat(new String(parts.get(1).content(), StandardCharsets.UTF_8))
        .isEqualTo("[{\"expected\":[1]}]");
    assertThat(new String(parts.get(4).content(), StandardCharsets.UTF_8)).isEqualTo("more rows");
  }

  @Test
  void registersModelsThatAreServedElsewhere() {
    server.on("POST /api/models/{name}/versions", REGISTERED);
    run(
        "models",
        "register",
        "churn",
        "--source",
        "kserve",
        "--url",
        "http://triton:8000",
        "--remote-model",
        "churn",
        "--signature",
        "{\"features\": [{\"name\": \"age\"}]}");
    assertThat(server.asked().getLast())
        .isEqualTo(
            "POST /api/models/churn/versions {\"signature\":{\"features\":[{\"name\":\"age\"}]},"
                + "\"source\":{\"kind\":\"kserve\",\"url\":\"http://triton:8000\",\"model\":\"churn\"}}");

    run(
        "models",
        "register",
        "x",
        "--source",
        "pipeline",
        "--step",
        "a=gnn@1.0.0",
        "--step",
        "b=rag");
    assertThat(server.asked().getLast())
        .endsWith(
            "{\"source\":{\"kind\":\"pipeline\",\"stages\":[{\"name\":\"a\",\"model\":\"gnn\","
                + "\"version\":\"1.0.0\"},{\"name\":\"b\",\"model\":\"rag\"}]}}");
  }

  @Test
  void aRegistrationNeedsOneOfFileAndSource() {
    assertThat(run("models", "register", "churn").err()).contains("neither a file nor a source");
    assertThat(run("models", "register", "churn", "a.onnx", "--source", "elsewhere").err())
        .contains("both given");
    Shell.Outcome missing = run("models", "register", "churn", "no-such.onnx");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("no-such.onnx, it is missing");
    assertThat(run("models", "register", "churn", "--url", "http://x").err())
        .contains("belong to a source");
    assertThat(run("models", "register", "c", "--source", "pipeline", "--step", "x").err())
        .contains("--step has no stage and model: x");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void writesAnArtifactAndDoesNotWriteOverAFile() throws IOException {
    server.handle(
        "GET /api/models/{name}/versions/{version}/artifact",
        _ -> Answer.bytes(200, "application/octet-stream", new byte[] {1, 2, 3}));
    Path file = directory.resolve("out.onnx");
    Shell.Outcome outcome = run("models", "download", "churn", "v1.0.0", "--to", file.toString());

    assertThat(outcome.out()).contains("3 bytes, sha256 039058c6f2c0cb49");
    assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3);
    assertThat(run("models", "download", "churn", "v1.0.0", "--to", file.toString()).err())
        .contains("is there already");
  }

  @Test
  void movesAModelAsAPromptIsMoved() {
    server
        .on("POST /api/models/{name}/versions/{version}/stage", "{}")
        .on("PUT /api/models/{name}/aliases/{alias}", "{}")
        .on("DELETE /api/models/{name}/aliases/{alias}", "{}")
        .on("POST /api/models/{name}/rollback", "{\"default_version\": \"v1.0.0\"}");

    assertThat(run("models", "stage", "churn", "v2.0.0", "production", "--reason", "won").out())
        .isEqualTo("v2.0.0 is now in production\n");
    assertThat(server.asked().getLast())
        .startsWith("POST /api/models/churn/versions/v2.0.0/stage")
        .contains("\"stage\":\"production\"");
    run("models", "alias", "churn", "challenger", "v2.0.0");
    assertThat(server.asked().getLast())
        .isEqualTo("PUT /api/models/churn/aliases/challenger {\"version\":\"v2.0.0\"}");
    assertThat(run("models", "alias", "churn", "challenger", "--remove").exitCode()).isZero();
    assertThat(run("models", "rollback", "churn", "--reason", "bad").out())
        .contains("rolled back to v1.0.0");
    assertThat(run("models", "rollback", "--reason", "bad").exitCode()).isEqualTo(2);
  }

  @Test
  void showsSetsAndRemembersRoutes() throws IOException {
    String route =
        """
        {"model": "churn", "revision": 3, "default_version": "v1.0.0",
         "versions": [{"version": "v1.0.0", "weight": 1}],
         "segments": [{"name": "north", "versions": [{"version": "v2.0.0", "weight": 1}]}]}
        """;
    server
        .on("GET /api/models/{name}/route", route)
        .on("PUT /api/models/{name}/route", route)
        .on(
            "GET /api/models/{name}/route/history",
            """
            {"revisions": [{"revision": 3, "versions": [{"version": "v1.0.0", "weight": 1}],
             "segments": [{"name": "north"}], "changed_at": "2026-11-21T08:00:00Z",
             "changed_by": "ops", "reason": "pilot"}]}
            """);
    Path segments =
        Files.writeString(directory.resolve("s.json"), "[{\"name\": \"north\", \"versions\": []}]");

    assertThat(run("models", "route", "churn").out()).contains("north      v2.0.0   100.0%");
    run("models", "route", "churn", "--weight", "v1.0.0=100", "--segments", segments.toString());
    assertThat(server.asked().getLast())
        .endsWith("\"segments\":[{\"name\":\"north\",\"versions\":[]}]}");
    assertThat(run("models", "route", "churn", "--history").out())
        .isEqualTo(
            """
            revision  versions  segments  changed              by   reason
                   3  v1.0.0=1  north     2026-11-21 08:00:00  ops  pilot
            """);
    assertThat(run("models", "route", "churn", "--segments", segments.toString()).err())
        .contains("segments without weights");
    assertThat(run("models", "route", "churn", "--history", "--weight", "v1=1").exitCode())
        .isEqualTo(2);
  }

  @Test
  void saysHowAVersionIsInMemory() {
    String status =
        "{\"model\": \"churn\", \"version\": \"v1.0.0\", \"state\": \"ready\", \"requests\": 12}";
    server
        .on("GET /api/models/{name}/versions/{version}/status", status)
        .on("POST /api/models/{name}/versions/{version}/load", status)
        .on("POST /api/models/{name}/versions/{version}/unload", status);

    for (String verb : List.of("status", "load", "unload")) {
      assertThat(run("models", verb, "churn", "v1.0.0").out())
          .isEqualTo("model     churn\nversion   v1.0.0\nstate     ready\nrequests  12\n");
    }
  }

  @Test
  void showsTheFiguresOfVersionsAndComparesThem() {
    server
        .on(
            "GET /api/metrics/models/{name}/{version}",
            "{\"version\": \"v1.0.0\", \"requests\": 5, \"success_rate\": 1}")
        .on("POST /api/metrics/compare", "{\"recommendation\": \"keep\"}");

    assertThat(run("models", "metrics", "churn", "v1.0.0", "--days", "1").out())
        .contains("v1.0.0")
        .contains("100.0%");
    assertThat(server.asked().getLast())
        .isEqualTo("GET /api/metrics/models/churn/v1.0.0 {\"days\":\"1\"}");
    run("models", "metrics", "churn", "v1.0.0", "v2.0.0");
    assertThat(server.asked())
        .hasSize(3)
        .last()
        .isEqualTo("GET /api/metrics/models/churn/v2.0.0 {\"days\":\"7\"}");
    run("models", "compare", "churn", "v1.0.0", "v2.0.0");
    assertThat(server.asked().getLast())
        .contains("\"model\":\"churn\"", "\"control_version\":\"v1.0.0\"");
  }
}
