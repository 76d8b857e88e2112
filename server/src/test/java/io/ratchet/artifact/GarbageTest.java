// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import static io.ratchet.artifact.Site.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Digest;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What is removed, and above all what is not, on both databases. */
@ParameterizedClass
@EnumSource(Engine.class)
final class GarbageTest {
  private static final Duration MONTH = Duration.ofDays(30);

  private final Site site;

  GarbageTest(Engine engine) {
    site = new Site(engine);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void removesContentThatNothingRefersToAndOnlyThat() {
    site.put("a/kept", "by a path");
    site.put("a/gone", "by nothing");
    site.delete("a/gone");
    String model = site.contents.put(bytes("by a version"));
    site.named.add("{\"source\": {\"kind\": \"onnx\", \"sha256\": \"" + model + "\"}}");
    String lone = site.contents.put(bytes("never registered"));
    site.pass(Duration.ofDays(31));
    String recent = site.contents.put(bytes("put just now"));

    Collected dry = site.collect(MONTH, true);
    assertThat(dry.contents()).isEqualTo(new Tally(2, 26));
    assertThat(site.onDisk()).hasSize(5);

    Collected done = site.collect(MONTH, false);
    assertThat(done.contents()).isEqualTo(dry.contents());
    assertThat(site.onDisk())
        .containsExactlyInAnyOrder(Digest.sha256("by a path"), model, recent)
        .doesNotContain(lone);
    assertThat(site.fetch("a/kept").body()).isEqualTo("by a path");
    assertThat(site.collect(MONTH, false).contents()).isEqualTo(Tally.NONE);
  }

  @Test
  void whatIsPutOrNamedAgainIsYoungAgain() {
    String again = site.contents.put(bytes("again"));
    String claimed = site.contents.put(bytes("claimed"));
    site.pass(Duration.ofDays(40));
    site.contents.put(bytes("again"));
    assertThat(site.contents.claim(claimed)).isTrue();

    site.collect(MONTH, false);

    assertThat(site.onDisk()).containsExactlyInAnyOrder(again, claimed);
  }

  @Test
  void contentStaysForAnHourWhateverIsAsked() {
    site.contents.put(bytes("not registered yet"));
    site.pass(Duration.ofMinutes(59));
    assertThat(site.collect(Duration.ZERO, false).contents()).isEqualTo(Tally.NONE);
    site.pass(Duration.ofMinutes(2));
    assertThat(site.collect(Duration.ZERO, false).contents().count()).isEqualTo(1);
  }

  @Test
  void theArtifactsOfADeletedRunGoUnlessAVersionIsMadeOfThem() {
    site.put(ROOT + "/model/MLmodel", "served");
    site.put(ROOT + "/notes.txt", "shared");
    site.put("2/other/artifacts/notes.txt", "shared");
    site.put("2/gone/artifacts/x", "alone");
    site.put("2/gone/artifacts/y", "alone");
    site.deleted.addAll(
        List.of(
            "mlflow-artifacts:/" + ROOT,
            "mlflow-artifacts:/2/gone/artifacts",
            "mlflow-artifacts:/2/empty/artifacts",
            "s3://elsewhere/x",
            "mlflow-artifacts:/2/../gone",
            "mlflow-artifacts:/"));
    String version = "{\"source\": \"mlflow-artifacts:/" + ROOT + "/model\"}";
    site.named.add(version);
    site.pass(Duration.ofDays(31));

    Collected dry = site.collect(MONTH, true);
    Collected done = site.collect(MONTH, false);

    assertThat(dry.files()).isEqualTo(new Tally(2, 10)).isEqualTo(done.files());
    assertThat(dry.contents()).isEqualTo(new Tally(1, 5)).isEqualTo(done.contents());
    assertThat(site.released).contains(done.files());
    assertThat(site.fetch(ROOT + "/model/MLmodel").body()).isEqualTo("served");
    assertThat(site.fetch("2/other/artifacts/notes.txt").body()).isEqualTo("shared");
    assertThat(site.fetch("2/gone/artifacts/x").status()).isEqualTo(404);

    site.deleted.clear();
    site.named.remove(version);
    assertThat(site.collect(MONTH, false).files()).isEqualTo(new Tally(2, 12));
    assertThat(site.fetch(ROOT + "/model/MLmodel").status()).isEqualTo(404);
    assertThat(site.collect(MONTH, false).files()).isEqualTo(Tally.NONE);
  }

  @Test
  void findsWhatWritersLeft() throws IOException {
    Path part = Files.createDirectories(site.folder.resolve("parts")).resolve("dead.part");
    Files.writeString(part, "half");
    Path older = Files.createDirectories(site.folder.resolve("ab")).resolve("dead2.part");
    Files.writeString(older, "half");
    for (Path one : List.of(part, older)) {
      Files.setLastModifiedTime(one, FileTime.from(site.now.get()));
    }
    assertThat(site.collect(Duration.ZERO, false).parts()).isEqualTo(Tally.NONE);
    site.pass(Duration.ofHours(2));

    assertThat(site.collect(Duration.ZERO, false).parts()).isEqualTo(new Tally(2, 8));
    assertThat(site.onDisk()).isEmpty();
  }

  @Test
  void uploadsThatNobodyGoesOnWithEndByThemselves() throws IOException {
    JsonNode upload = begun();
    site.pass(Duration.ofDays(6));
    putPart(upload, 2);
    site.pass(Duration.ofDays(6));
    site.garbage.sweep();
    assertThat(site.onDisk()).hasSize(2);

    site.pass(Duration.ofDays(2));
    site.garbage.sweep();
    assertThat(site.onDisk()).isEmpty();
    assertThat(putPart(upload, 1).status()).isEqualTo(403);
  }

  private JsonNode begun() {
    JsonNode upload =
        site.post(
                "/api/2.0/mlflow-artifacts/mpu/create/1/r/artifacts",
                "{\"path\": \"f\", \"num_parts\": 2}")
            .json();
    putPart(upload, 1);
    return upload;
  }

  private Site.Reply putPart(JsonNode upload, int number) {
    String url = upload.path("credentials").path(number - 1).path("url").stringValue();
    return site.send("PUT", url, bytes("part " + number));
  }

  @Test
  void putsBackWhatAProcessWasAboutToRemoveWhenItDied() throws IOException {
    site.put("f", "content");
    String sha256 = Digest.sha256("content");
    Path file = site.folder.resolve(sha256.substring(0, 2)).resolve(sha256);
    Files.move(file, site.folder.resolve("parts").resolve(sha256 + ".gone"));

    site.contents.recover();

    assertThat(site.fetch("f").body()).isEqualTo("content");
  }

  /** Old content is put again, deleted and collected at once; what has a path can be read. */
  @Test
  void neverTakesContentThatIsBeingPutAgain() throws Exception {
    for (int round = 0; round < 12; round++) {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int client = 0; client < 4; client++) {
        String own = "c" + client;
        work.add(() -> {
          for (int i = 0; i < 5; i++) {
            site.put(own + "/" + i % 4, "content " + i);
          }
          return true;
        });
      }
      work.add(() -> site.collect(Duration.ZERO, false).parts().count() == 0);
      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Boolean> done : clients.invokeAll(work)) {
          assertThat(done.get()).isTrue();
        }
      }
      assertEverythingSeenCanBeRead();
      for (int client = 0; client < 4; client++) {
        var _ = site.files.delete(ArtifactPath.of("c" + client));
      }
      site.pass(Duration.ofHours(2));
    }
  }

  private void assertEverythingSeenCanBeRead() {
    for (int client = 0; client < 4; client++) {
      List<Entry> entries = site.files.list(ArtifactPath.of("c" + client));
      assertThat(entries).isNotEmpty();
      for (Entry entry : entries) {
        assertThat(site.fetch("c" + client + "/" + entry.name()).body()).startsWith("content ");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"dry_run\": true, \"older_than\": \"30d\"}', 200, '\"dry_run\":true'",
    "'{}', 200, '\"freed_bytes\":0'",
    "'', 200, '\"dry_run\":false'",
    "'{\"older_than\": \"thirty days\"}', 400, must be a time such as",
    "'{\"older_than\": \"999999d\"}', 400, must be from 0s to 3650d",
    "'{\"dry_run\": \"yes\"}', 400, must be true or false",
    "'{\"dryrun\": true}', 400, dryrun",
    "'[]', 400, must be a JSON object",
    "'{\"run_ids\": \"a\"}', 400, must be an array",
    "'{\"run_ids\": []}', 400, must name something",
    "'{\"run_ids\": [7]}', 400, must be a list of ids",
    "'{\"run_ids\": [\"none\"]}', 404, not found: run none",
    "'{\"experiment_ids\": [\"0\"]}', 409, experiment 0 is the default one",
    "'{\"experiment_ids\": [\"99999999999999999999\"]}', 404, not found: experiment 9",
    "'{\"logged_model_ids\": [\"m-1\"], \"dry_run\": true}', 404, not found: logged model m-1",
  })
  void answersWhatItDid(String body, int status, String part) {
    Site.Reply reply = site.post("/api/garbage", body);

    assertThat(reply.body()).contains(part);
    assertThat(reply.status()).isEqualTo(status);
  }
}
