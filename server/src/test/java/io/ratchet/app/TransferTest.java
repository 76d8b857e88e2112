// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.cli.RootCommand;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What went into one server goes on to another, over its wire and by way of a folder. */
final class TransferTest {
  private static final String FIRST = "00000000000000000000000000000001";
  private static final String SECOND = "00000000000000000000000000000002";

  private static final List<String> KINDS =
      List.of("runs", "points", "files", "traces", "datasets", "records", "scorers");

  private RunningApp app;
  private RunningApp other;
  private Path exported;

  @BeforeEach
  void fill() throws SQLException, IOException {
    app = RunningApp.start(Map.of("traces.retention", "36500d"));
    other = RunningApp.start(Map.of("traces.retention", "36500d"));
    exported = app.folder().resolve("exported");
    try (MlflowDatabase source = MlflowDatabase.create(Engine.SQLITE)) {
      Path artifacts = Databases.temporaryFolder();
      write(artifacts.resolve("0/" + SECOND + "/artifacts/model/MLmodel"), "flavors: {}");
      write(artifacts.resolve("0/" + SECOND + "/artifacts/größe.txt"), "大");
      write(
          artifacts.resolve("0/traces/" + MlflowTables.OLD_TRACE + "/artifacts/traces.json"),
          MlflowTables.OLD_SPANS);
      write(
          artifacts.resolve("0/models/" + MlflowTables.MODEL + "/artifacts/MLmodel"),
          "flavors: {python: {}}");
      Files.createSymbolicLink(
          artifacts.resolve("0/" + SECOND + "/artifacts/passwd"), Path.of("/etc/passwd"));
      String out =
          run(app, "import", "mlflow", "--from", source.address(), "--artifacts", "" + artifacts);
      assertThat(out).contains("COMPLETED", "refused (1):", "run " + SECOND + ", artifact passwd");
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @AfterEach
  void stop() {
    app.close();
    other.close();
  }

  private static String run(RunningApp app, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--server", "http://127.0.0.1:" + app.port(), "--api-key", app.key()));
    StringWriter out = new StringWriter();
    PrintWriter both = new PrintWriter(out, true);
    int code = RootCommand.create(both, both).execute(all.toArray(String[]::new));
    assertThat(code).as(out.toString()).isZero();
    return out.toString();
  }

  private static List<String> lines(RunningApp app, String kind) {
    try (TestClient client = new TestClient(app.port(), app.key())) {
      return client
          .get("/api/exports/" + kind)
          .body()
          .lines()
          .filter(line -> !line.contains("extraction"))
          .map(line -> line.replaceFirst("\"id\":\"\\d+\",", ""))
          .map(line -> line.replaceFirst("\"deleted_at\":\\d+", "\"deleted_at\":1"))
          .map(line -> line.replaceFirst("\"kept_at\":\"[^\"]*\",", ""))
          .map(line -> line.replaceAll("mlflow-artifacts:/\\d+/", "mlflow-artifacts:/N/"))
          .map(line -> line.replaceFirst("\"runs\":\\[[^]]*\\],", "")) // the wire has but one
          .filter(line -> !line.startsWith("{\"lines\""))
          .toList();
    }
  }

  private void assertSame() {
    for (String kind : KINDS) {
      assertThat(lines(other, kind)).as(kind).isEqualTo(lines(app, kind)).isNotEmpty();
    }
    assertThat(lines(other, "versions")).containsAll(lines(app, "versions"));
    assertThat(lines(other, "logged_models"))
        .hasSizeGreaterThanOrEqualTo(1)
        .isSubsetOf(lines(app, "logged_models"));
  }

  @Test
  void aServerIsASourceByItsWire() {
    String address = "http://127.0.0.1:" + app.port();

    String out =
        run(
            other,
            "import",
            "mlflow",
            "--from",
            address,
            "--artifacts",
            address,
            "--token",
            app.key());

    assertThat(out).contains("COMPLETED", "same               yes");
    assertSame();
  }

  @Test
  void anExportIsReadAgainAndIsTheSame() throws IOException {
    var _ = run(app, "export", "mlflow", "--to", exported.toString(), "--verify");

    String out = run(other, "import", "mlflow", "--from", exported.toString());

    assertThat(out).contains("COMPLETED", "same               yes");
    assertSame();
    assertThat(Files.readString(exported.resolve("artifacts/" + SECOND + "/größe.txt")))
        .isEqualTo("大");
  }

  @Test
  void aFolderThatIsNotWhatItsManifestSaysIsRefused() throws IOException {
    var _ = run(app, "export", "mlflow", "--to", exported.toString());
    Path points = exported.resolve("points.jsonl");
    Files.writeString(points, Files.readString(points).replace("0.25", "0.26"));

    try (TestClient client = new TestClient(other.port(), other.key())) {
      TestClient.Reply reply = client.post("/api/imports", "{\"from\": \"" + exported + "\"}");
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body()).contains("points.jsonl is not what its manifest says");
    }
  }

  @Test
  void aSourceThatNobodyAllowedIsRefusedWhereOthersCanReachTheServer() {
    String from = "{\"from\": \"sqlite:/etc/passwd\"}";
    RunningApp open =
        RunningApp.start(Map.of("transfers.sources", "[\"" + exported.getParent() + "\"]"));
    try (open;
        TestClient client = new TestClient(open.port(), open.key())) {
      JsonNode reply = client.post("/api/imports", from).json();
      assertThat(reply.path("detail").asString("")).contains("/etc/passwd");
    }
  }

  @Test
  void runsOfAnotherProjectAreNamedAndLeftAlone() {
    try (TestClient client = new TestClient(app.port(), app.key())) {
      var _ = run(app, "export", "mlflow", "--to", exported.toString());
      JsonNode one =
          client
              .post(
                  "/api/imports",
                  "{\"from\": \"" + exported + "\", \"project\": \"copy\", \"id\": \"copy\"}")
              .json();
      while (one.path("status").asString("").equals("RUNNING")) {
        one = client.get("/api/imports/copy?wait=5").json();
      }
      assertThat(one.path("refused"))
          .extracting(told -> told.path("what").asString(""))
          .contains("run " + FIRST, "run " + SECOND);
    }
  }
}
