// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.backup.ArchiveReader;
import io.ratchet.backup.Manifest;
import io.ratchet.backup.Restore;
import io.ratchet.base.Failure;
import io.ratchet.config.Config;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Database;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A backup that is made under writers holds what was acknowledged, and comes back whole. */
@ParameterizedClass
@EnumSource(Engine.class)
final class BackupTest {
  private static final int WRITERS = 20;

  private final Engine engine;
  private final String url;
  private final Path folder = Databases.temporaryFolder();
  private final RunningApp app;
  private final TestClient client;
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> versions = ConcurrentHashMap.newKeySet();

  BackupTest(Engine engine) {
    this.engine = engine;
    this.url = Databases.url(engine);
    app =
        RunningApp.start(
            Map.of("storage.url", url, "backup.directory", folder.resolve("kept").toString()));
    client = new TestClient(app.port(), app.key());
  }

  @AfterEach
  void close() {
    client.close();
    app.close();
  }

  /** Writes until the latch is down, and notes what was acknowledged. */
  private void write(int writer, CountDownLatch end) {
    try (TestClient own = new TestClient(app.port(), app.key())) {
      for (int i = 0; end.getCount() > 0; i++) {
        String id = "call-" + writer + "-" + i;
        TestClient.Reply call =
            own.post(
                "/api/calls",
                """
                {"id": "%s", "asset": "extraction", "version": "v1.0.0", "success": true}
                """
                    .formatted(id));
        assertThat(call.status()).as(call.body()).isEqualTo(200);
        acknowledged.add(id);
        if (i % 10 == 5) {
          String version = "9.%d.%d".formatted(writer, i);
          TestClient.Reply made =
              own.post(
                  "/api/prompts/extraction/versions",
                  """
                  {"version": "%s", "template": "Find {field} of %s."}
                  """
                      .formatted(version, version));
          assertThat(made.status()).as(made.body()).isEqualTo(201);
          versions.add("v" + version);
        }
      }
    }
  }

  private Path fetch() throws IOException, InterruptedException {
    Path file = Files.createTempFile(folder, "fetched", ".tar.zst");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + "/api/backups"))
            .header("authorization", "Bearer " + app.key())
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<Path> reply = http.send(request, HttpResponse.BodyHandlers.ofFile(file));
      assertThat(reply.statusCode()).isEqualTo(200);
      assertThat(reply.headers().firstValue("content-disposition").orElseThrow())
          .contains("ratchet-20", ".tar.zst");
    }
    return file;
  }

  private @Nullable String emptyDatabase() {
    return switch (engine) {
      case SQLITE -> null;
      case POSTGRESQL -> Databases.emptyPostgresql();
    };
  }

  private static App open(Path data, @Nullable String database) {
    Map<String, String> flags = new HashMap<>();
    flags.put("server.port", "0");
    flags.put("data.directory", data.toString());
    flags.put("prompts.directory", data.resolveSibling("no-prompts").toString());
    if (database != null) {
      flags.put("storage.url", database);
    }
    return App.open(Config.load(null, null, Map.of(), flags), Platform.system());
  }

  private static Set<String> calls(TestClient client) {
    Set<String> ids = new HashSet<>();
    String token = "";
    while (true) {
      JsonNode page = client.get("/api/calls?asset=extraction&limit=1000" + token).json();
      page.required("calls").forEach(call -> ids.add(call.required("id").stringValue()));
      if (page.required("next_page_token").isNull()) {
        return ids;
      }
      token = "&page_token=" + page.required("next_page_token").stringValue();
    }
  }

  @Test
  void whatWasAcknowledgedBeforeItBeganIsThereAfterARestore() throws Exception {
    ExampleModels.install(app);
    CountDownLatch end = new CountDownLatch(1);
    Set<String> calls;
    Set<String> prompts;
    Path file;
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        writers.execute(() -> write(writer, end));
      }
      assertThat(end.await(1_500, TimeUnit.MILLISECONDS)).isFalse();
      calls = Set.copyOf(acknowledged);
      prompts = Set.copyOf(versions);
      file = fetch();
      end.countDown();
    }
    assertThat(calls).hasSizeGreaterThan(100);
    assertThat(prompts).isNotEmpty();

    Path data = folder.resolve("restored");
    String database = emptyDatabase();
    Manifest manifest = new Restore(file, data).run(database, false).manifest();
    assertThat(manifest.database().rows().get("call")).isGreaterThanOrEqualTo(calls.size());
    assertThat(manifest.damaged()).isEmpty();
    assertThat(manifest.files()).anyMatch(one -> one.path().startsWith("artifacts/"));

    try (App again = open(data, database);
        TestClient there = new TestClient(URI.create(again.url()).getPort(), app.key())) {
      assertThat(calls(there)).containsAll(calls);
      JsonNode metrics = there.get("/api/metrics/prompts/v1.0.0?prompt=extraction").json();
      assertThat(metrics.required("requests").longValue()).isGreaterThanOrEqualTo(calls.size());
      Set<String> found = new HashSet<>();
      there
          .get("/api/prompts/extraction/versions?limit=1000")
          .json()
          .required("versions")
          .forEach(version -> found.add(version.required("version").stringValue()));
      assertThat(found).containsAll(prompts);
      TestClient.Reply predicted =
          there.post(
              "/predict", "{\"model\": \"risk\", \"features\": {\"Age\": 70, \"MMSE\": 20}}");
      assertThat(predicted.status()).as(predicted.body()).isEqualTo(200);
      TestClient.Reply written =
          there.post(
              "/api/calls",
              """
              {"id": "later", "asset": "extraction", "version": "v1.0.0", "success": true}
              """);
      assertThat(written.json().required("accepted").intValue()).isEqualTo(1);
      assertThat(calls(there)).contains("later");
    }
    try (Stream<Path> left = Files.list(app.folder().resolve("data/backup-staging"))) {
      assertThat(left).as("nothing is left behind").isEmpty();
    }
  }

  @Test
  void idsThatWentForGoodAreNotGivenAgainAfterARestore() throws Exception {
    String api = "/api/2.0/mlflow/experiments/";
    client.post(api + "create", "{\"name\": \"stays\"}");
    client.post(api + "create", "{\"name\": \"goes\"}");
    client.post(api + "delete", "{\"experiment_id\": \"2\"}");
    TestClient.Reply gone = client.post("/api/garbage", "{\"experiment_ids\": [\"2\"]}");
    assertThat(gone.status()).as(gone.body()).isEqualTo(200);

    Path data = folder.resolve("restored");
    String database = emptyDatabase();
    new Restore(fetch(), data).run(database, false);

    try (App again = open(data, database);
        TestClient there = new TestClient(URI.create(again.url()).getPort(), app.key())) {
      TestClient.Reply made = there.post(api + "create", "{\"name\": \"goes\"}");
      assertThat(made.json().path("experiment_id").stringValue()).isEqualTo("3");
    }
  }

  /** A bit that changes nothing of what comes out of the compression does no harm. */
  @Test
  void aFlippedBitIsRefusedAndNothingIsWritten() throws Exception {
    Path fetched = fetch();
    Manifest manifest = new ArchiveReader(fetched).verify();
    byte[] whole = Files.readAllBytes(fetched);
    Path file = folder.resolve("flipped.tar.zst");
    Path data = folder.resolve("data");
    Random chance = new Random(7);
    int refused = 0;
    for (int i = 0; i < 60; i++) {
      byte[] flipped = whole.clone();
      flipped[chance.nextInt(whole.length)] ^= (byte) (1 << chance.nextInt(8));
      Files.write(file, flipped);
      try {
        assertThat(new ArchiveReader(file).verify()).isEqualTo(manifest);
      } catch (Failure e) {
        refused++;
        assertThatThrownBy(() -> new Restore(file, data).run(emptyDatabase(), false))
            .isInstanceOf(Failure.class);
      }
    }
    assertThat(refused).isGreaterThan(55);
    for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> new ArchiveReader(file).verify()).isInstanceOf(Failure.class);
    }
    assertThat(data).doesNotExist();
  }

  @Test
  void whatIsThereIsNotTouchedUnlessItIsToBeMovedAside() throws Exception {
    Path file = fetch();
    Path data = folder.resolve("data");
    Files.createDirectories(data);
    Files.writeString(data.resolve("mine"), "precious");

    assertThatThrownBy(() -> new Restore(file, data).run(emptyDatabase(), false))
        .hasMessageContaining("is not empty");
    assertThat(data.resolve("mine")).hasContent("precious");

    Restore.Restored restored = new Restore(file, data).run(emptyDatabase(), true);
    assertThat(restored.replaced()).isNotNull();
    assertThat(folder.resolve("data.replaced-1/mine")).hasContent("precious");
    assertThat(data.resolve("mine")).doesNotExist();
  }

  @Test
  void aBackupOfANewerVersionIsRefused() throws Exception {
    try (Database database = Database.open(url)) {
      database.change(handle ->
          handle.execute(
              """
              INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,
                                                 checksum, installed_by, execution_time, success)
              SELECT 900, '900', 'later', type, 'V900__later.sql', 1, installed_by, 1, success
              FROM flyway_schema_history WHERE version = '1'
              """));
    }
    Path file = fetch();
    Path data = folder.resolve("newer");
    assertThatThrownBy(() -> new Restore(file, data).run(emptyDatabase(), false))
        .hasMessageContaining("newer version")
        .hasMessageContaining("900");
    assertThat(data).doesNotExist();
  }

  @Test
  void isWrittenWhereTheServerMayWriteUnderANameThatIsUsedOnce() {
    TestClient.Reply made = client.send("PUT", "/api/backups/nightly", "");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.json().required("schema_version").intValue()).isGreaterThan(17);
    assertThat(made.json().at("/rows/api_key").intValue()).isEqualTo(1);
    JsonNode kept = client.get("/api/backups").json().required("backups").required(0);
    assertThat(kept.required("name").stringValue()).isEqualTo("nightly");
    Manifest manifest = new ArchiveReader(folder.resolve("kept/nightly.tar.zst")).verify();
    assertThat(manifest.json(false).get("rows")).hasToString(made.json().get("rows").toString());

    assertThat(client.send("PUT", "/api/backups/nightly", "").status()).isEqualTo(409);
    for (String name : new String[] {"..", "%2e%2e%2fx", "a%2Fb", "a.part", "a.tar.zst", "%00"}) {
      assertThat(client.send("PUT", "/api/backups/" + name, "").status()).as(name).isIn(400, 404);
    }
    try (Stream<Path> files = Files.list(folder.resolve("kept"))) {
      assertThat(files).hasSize(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void webhookSecretsComeBackWithTheirKey() throws Exception {
    try (Receiver receiver = new Receiver()) {
      client.post(
          "/api/2.0/mlflow/webhooks",
          """
          {"name": "w", "url": "%s", "secret": "whisper",
           "events": [{"entity": "PROMPT", "action": "CREATED"}]}
          """
              .formatted(receiver.url()));
      Path data = folder.resolve("with-key");
      String database = emptyDatabase();
      new Restore(fetch(), data).run(database, false);
      try (App again = open(data, database);
          TestClient there = new TestClient(URI.create(again.url()).getPort(), app.key())) {
        String id =
            there.get("/api/2.0/mlflow/webhooks").json().at("/webhooks/0/webhook_id").stringValue();
        there.post("/api/2.0/mlflow/webhooks/" + id + "/test", "{}");
        Receiver.Told told = receiver.await(1).getFirst();
        assertThat(told.signature()).isEqualTo(told.expected("whisper"));
      }
    }
  }
}
