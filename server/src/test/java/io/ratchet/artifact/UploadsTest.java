// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.storage.Engine;
import java.nio.charset.StandardCharsets;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Uploads in parts, as MLflow's clients make them, on both databases. */
@ParameterizedClass
@EnumSource(Engine.class)
final class UploadsTest {
  private static final String BASE = "/api/2.0/mlflow-artifacts/mpu/";
  private static final String DIRECTORY = "1/r/artifacts/d";
  private static final String FILE = DIRECTORY + "/large.bin";

  private final Site site;

  UploadsTest(Engine engine) {
    site = new Site(engine);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private JsonNode create(int parts) {
    return site.post(
            BASE + "create/" + DIRECTORY,
            "{\"path\": \"uploads/large.bin\", \"num_parts\": " + parts + "}")
        .json();
  }

  private Site.Reply put(JsonNode upload, int number, String content) {
    String url = upload.path("credentials").path(number - 1).path("url").stringValue();
    return site.send("PUT", url, content.getBytes(StandardCharsets.UTF_8));
  }

  private Site.Reply complete(JsonNode upload, List<String> tags) {
    ObjectNode body =
        Json.object()
            .put("path", "C:\\data\\large.bin")
            .put("upload_id", upload.path("upload_id").stringValue());
    ArrayNode parts = body.putArray("parts");
    for (int i = 0; i < tags.size(); i++) {
      parts.addObject().put("part_number", i + 1).put("etag", tags.get(i)).put("url", "x");
    }
    return site.post(BASE + "complete/" + DIRECTORY, Json.text(body));
  }

  private Site.Reply abort(JsonNode upload) {
    ObjectNode body =
        Json.object()
            .put("path", "large.bin")
            .put("upload_id", upload.path("upload_id").stringValue());
    return site.post(BASE + "abort/" + DIRECTORY, Json.text(body));
  }

  @Test
  void joinsPartsThatComeInAnyOrderAndAgain() {
    JsonNode upload = create(3);
    assertThat(upload.path("credentials").path(1).path("part_number").intValue()).isEqualTo(2);
    String third = put(upload, 3, "three").header("etag");
    put(upload, 1, "wrong");
    String second = put(upload, 2, "two").header("etag");
    String first = put(upload, 1, "one").header("etag");
    assertThat(site.fetch(FILE).status()).isEqualTo(404);

    assertThat(complete(upload, List.of(first, second, third)).body()).isEqualTo("{}");

    assertThat(site.fetch(FILE).body()).isEqualTo("onetwothree");
    assertThat(site.onDisk()).hasSize(1);
    assertThat(complete(upload, List.of(first, second, third)).status()).as("again").isEqualTo(200);
    assertThat(put(upload, 1, "late").status()).isEqualTo(409);
    assertThat(site.onDisk()).hasSize(1);
  }

  @Test
  void verifiesWhatItsSenderBelieves() {
    JsonNode upload = create(2);
    String first = put(upload, 1, "one").header("etag");
    assertThat(complete(upload, List.of(first, "x")).body()).contains("Parts 2 have not arrived");
    String second = put(upload, 2, "two").header("etag");

    assertThat(complete(upload, List.of(first)).body()).contains("Parts 2 have not been named");
    assertThat(complete(upload, List.of(first, first)).body())
        .contains("Parts 2 have another entity tag");
    assertThat(complete(upload, List.of(first, second, second)).body())
        .contains("has 2 parts, not 3");
    assertThat(site.fetch(FILE).status()).isEqualTo(404);
    assertThat(complete(upload, List.of(first, second.replace("\"", ""))).status()).isEqualTo(200);
  }

  @Test
  void anAbortedUploadLeavesNothing() {
    JsonNode upload = create(2);
    put(upload, 1, "one");
    assertThat(site.onDisk()).hasSize(1);

    assertThat(abort(upload).body()).isEqualTo("{}");

    assertThat(site.onDisk()).isEmpty();
    assertThat(put(upload, 2, "two").status()).isEqualTo(403);
    assertThat(abort(upload).status()).isEqualTo(404);
    assertThat(complete(upload, List.of("x", "y")).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"path\": \"f\", \"num_parts\": 0}', It must be from 1 to 10000",
    "'{\"path\": \"f\", \"num_parts\": 10001}', It must be from 1 to 10000",
    "'{\"path\": \"f\", \"num_parts\": \"x\"}', num_parts",
    "'{\"path\": \"f\"}', Missing value for required parameter 'num_parts'",
    "'{\"num_parts\": 1}', Missing value for required parameter 'path'",
    "'{\"path\": \"..\", \"num_parts\": 1}', Invalid path",
    "'{\"path\": \"a/\", \"num_parts\": 1}', Invalid path",
    "'{\"path\": \"a%2fb%2f..\", \"num_parts\": 1}', Invalid path",
  })
  void refusesWhatCannotBecomeAFile(String body, String part) {
    Site.Reply reply = site.post(BASE + "create/" + DIRECTORY, body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains(part);
  }

  @Test
  void partsAreOnlyTakenWithTheTokenOfTheirUpload() {
    JsonNode upload = create(1);
    JsonNode other = create(1);
    String url = upload.path("credentials").path(0).path("url").stringValue();
    String token = other.path("credentials").path(0).path("url").stringValue().split("=")[1];

    for (String forged :
        List.of(
            url.substring(0, url.indexOf('?')),
            url.substring(0, url.indexOf('=') + 1) + token,
            url.replace("/1?", "/2?"),
            url.replace("/1?", "/99999999999999999999?"),
            url.replace("/1?", "/-1?"))) {
      assertThat(site.send("PUT", forged, new byte[] {1}).status()).isBetween(400, 403);
    }
    assertThat(site.onDisk()).isEmpty();
  }

  @Test
  void allPartsTogetherAreAtMostAsLargeAsAFileMayBe() {
    JsonNode upload = create(2);
    String half = "x".repeat((int) Site.LIMIT / 2 + 1);
    String tag = put(upload, 1, half).header("etag");
    put(upload, 2, half);

    assertThat(complete(upload, List.of(tag, tag)).body()).contains("raise artifacts.max_upload");
  }

  @Test
  void completingTwiceAtOnceMakesOneFile() throws Exception {
    JsonNode upload = create(2);
    List<String> tags = new ArrayList<>();
    tags.add(put(upload, 1, "one").header("etag"));
    tags.add(put(upload, 2, "two").header("etag"));
    List<Callable<Integer>> twice =
        List.of(() -> complete(upload, tags).status(), () -> complete(upload, tags).status());

    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> done : clients.invokeAll(twice)) {
        assertThat(done.get()).isEqualTo(200);
      }
    }

    assertThat(site.fetch(FILE).body()).isEqualTo("onetwo");
    assertThat(site.uses(site.files.get(ArtifactPath.of(FILE)).sha256())).isEqualTo(1);
  }
}
