// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import static io.ratchet.artifact.Site.ROOT;
import static io.ratchet.artifact.Site.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Digest;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire of artifacts, on both databases. */
@ParameterizedClass
@EnumSource(Engine.class)
final class ArtifactFilesTest {
  private static final String LIST = "/api/2.0/mlflow-artifacts/artifacts";
  private static final String RUN_LIST = "/api/2.0/mlflow/artifacts/list?run_id=" + RUN;

  private final Site site;

  ArtifactFilesTest(Engine engine) {
    site = new Site(engine);
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** What the original answers, in its order. */
  @Test
  void answersAsTheOriginal() {
    String missing = "RESOURCE_DOES_NOT_EXIST";
    assertAnswer(site.get(RUN_LIST), 200, "{\"root_uri\":\"mlflow-artifacts:/" + ROOT + "\"}");
    assertAnswer(site.put(ROOT + "/d/f.txt", "hello"), 200, "{}");
    assertAnswer(site.fetch(ROOT + "/d/f.txt"), 200, "hello");
    assertAnswer(
        site.get(LIST + "?path=" + ROOT), 200, "{\"files\":[{\"path\":\"d\",\"is_dir\":true}]}");
    String file = "\"is_dir\":false,\"file_size\":5}]}";
    assertAnswer(
        site.get(LIST + "?path=" + ROOT + "/d"), 200, "{\"files\":[{\"path\":\"f.txt\"," + file);
    assertAnswer(site.get(LIST + "?path=" + ROOT + "/d/f.txt"), 200, "{}");
    assertAnswer(site.get(LIST + "?path=nope/nope"), 200, "{}");
    assertThat(site.get(LIST + "?path=../x").body()).contains("Invalid path");
    assertThat(site.fetch("nope.txt").body()).contains(missing, "No such artifact: 'nope.txt'");
    assertThat(site.fetch("..%2f..%2fetc/passwd").body()).contains("Invalid path");
    String root = "{\"root_uri\":\"mlflow-artifacts:/" + ROOT + "\"";
    assertAnswer(site.get(RUN_LIST), 200, root + ",\"files\":[{\"path\":\"d\",\"is_dir\":true}]}");
    assertAnswer(
        site.get(RUN_LIST + "&path=d"), 200, root + ",\"files\":[{\"path\":\"d/f.txt\"," + file);
    assertAnswer(site.get(RUN_LIST + "&path=d/f.txt"), 200, root + "}");
    assertThat(site.get(RUN_LIST + "&path=../..").body()).contains("Invalid path");
    assertAnswer(site.get("/get-artifact?run_id=" + RUN + "&path=d/f.txt"), 200, "hello");
    assertAnswer(site.delete(ROOT + "/d/f.txt"), 200, "{}");
    Site.Reply presigned = site.get("/api/2.0/mlflow-artifacts/presigned/" + ROOT + "/d");
    assertAnswer(
        presigned,
        501,
        "{\"error_code\":\"NOT_IMPLEMENTED\",\"message\":\"Multipart download is not supported"
            + " for the current artifact repository\"}");
    assertThat(site.delete(ROOT + "/d/f.txt").status()).isEqualTo(404);
    assertThat(site.get("/api/2.0/mlflow/artifacts/list?run_id=x").body())
        .contains(missing, "Run with id=x not found");
  }

  private static void assertAnswer(Site.Reply reply, int status, String body) {
    assertThat(reply.body()).isEqualTo(body);
    assertThat(reply.status()).isEqualTo(status);
  }

  @Test
  void listsFilesAndDirectoriesByNameWithoutWhatIsBelow() {
    for (String path : List.of("z", "a/x/y", "a.b/c", "a!/c", "a/u", "b", "ab/c/d", "é/f")) {
      assertThat(site.put("top/" + path, "1").status()).isEqualTo(200);
    }

    assertThat(names("top")).containsExactly("a", "a!", "a.b", "ab", "b", "z", "é");
    assertThat(names("top/")).hasSize(7);
    assertThat(names("top/a")).containsExactly("u", "x");
    assertThat(names("")).containsExactly("top");
    assertThat(site.get(LIST).json().path("files").size()).isEqualTo(1);
  }

  private List<String> names(String directory) {
    return site.files.list(ArtifactPath.of(directory)).stream().map(Entry::name).toList();
  }

  @Test
  void listsAWideDirectoryOverADeepOne() {
    IntStream.range(0, 700).forEach(i -> site.put("w/%04d/f".formatted(i), "1"));
    IntStream.range(0, 700).forEach(i -> site.put("w/0500/deep/%04d/f".formatted(i), "1"));

    assertThat(names("w")).hasSize(700).endsWith("0699");
    assertThat(names("w/0500")).containsExactly("deep", "f");
  }

  @Test
  void keepsContentOnceAndCountsItsPaths() {
    String sha256 = Digest.sha256("same");
    site.put("a/1", "same");
    site.put("a/2", "same");
    site.put("b/1", "same");
    assertThat(site.uses(sha256)).isEqualTo(3);
    assertThat(site.onDisk()).containsOnlyOnce(sha256);

    site.put("a/2", "same");
    assertThat(site.uses(sha256)).isEqualTo(3);
    site.put("a/2", "other");
    assertThat(site.uses(sha256)).isEqualTo(2);
    assertThat(site.fetch("a/2").body()).isEqualTo("other");
    assertThat(site.delete("a").status()).isEqualTo(200);
    assertThat(site.uses(sha256)).isEqualTo(1);
    assertThat(site.uses(Digest.sha256("other"))).isZero();
    assertThat(site.fetch("b/1").body()).isEqualTo("same");
    assertThat(site.fetch("a/1").status()).isEqualTo(404);
  }

  @Test
  void deletingADirectoryLeavesThoseThatBeginLikeIt() {
    for (String path : List.of("d/1", "d/e/2", "d.x", "d0", "dd/1")) {
      site.put(path, path);
    }
    site.delete("d");

    assertThat(names("")).containsExactly("d.x", "d0", "dd");
  }

  @Test
  void aPathIsAFileOrADirectory() {
    site.put("a/b", "1");

    assertThat(site.put("a/b/c", "2").body()).contains("Invalid path: a/b is a file");
    assertThat(site.put("a", "2").body()).contains("Invalid path: a is a directory");
    assertThat(site.put("a", "2").status()).isEqualTo(400);
    assertThat(site.fetch("a").status()).isEqualTo(404);
    assertThat(site.onDisk()).hasSize(1);
  }

  @Test
  void refusesAFileThatIsTooLargeAndKeepsNothingOfIt() {
    Site.Reply reply = site.put("large", "x".repeat((int) Site.LIMIT + 1));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("raise artifacts.max_upload");
    assertThat(site.onDisk()).isEmpty();
    assertThat(site.put("large", "x".repeat((int) Site.LIMIT)).status()).isEqualTo(200);
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() throws Exception {
    site.put("file", "before");
    String start =
        String.join(
            "\r\n",
            "PUT /api/2.0/mlflow-artifacts/artifacts/file HTTP/1.1",
            "Host: localhost",
            "Content-Length: 900000",
            "",
            "");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(start.getBytes(StandardCharsets.ISO_8859_1));
      out.write(new byte[500_000]);
      out.flush();
      assertThat(awaitFiles(2)).anyMatch(name -> name.endsWith(".part"));
    }

    assertThat(awaitFiles(1)).containsExactly(Digest.sha256("before"));
    assertThat(site.fetch("file").body()).isEqualTo("before");
  }

  private List<String> awaitFiles(int count) {
    List<String> files = site.onDisk();
    while (files.size() != count) {
      Thread.onSpinWait();
      files = site.onDisk();
    }
    return files;
  }

  @Test
  void countsRightWhenManyPutAndDeleteTheSameAtOnce() throws Exception {
    List<Callable<Boolean>> work = new ArrayList<>();
    for (int client = 0; client < 8; client++) {
      String own = "c" + client;
      work.add(() -> {
        for (int i = 0; i < 25; i++) {
          site.put("shared/" + i % 3, "content " + i % 2);
          site.put(own + "/x", "content " + (i + 1) % 2);
          if (i % 5 == 4) {
            site.delete("shared");
          }
        }
        return site.put(own + "/x", "content 0").status() == 200;
      });
    }
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> done : clients.invokeAll(work)) {
        assertThat(done.get()).isTrue();
      }
    }

    for (String content : List.of("content 0", "content 1")) {
      String sha256 = Digest.sha256(content);
      assertThat(site.uses(sha256)).isEqualTo(paths(sha256));
    }
    assertThat(paths(Digest.sha256("content 0"))).isGreaterThanOrEqualTo(8);
    assertThat(site.onDisk()).noneMatch(name -> name.endsWith(".part"));
  }

  private long paths(String sha256) {
    return site.database.read(handle ->
        handle
            .createQuery("SELECT COUNT(*) FROM artifact WHERE sha256 = :sha256")
            .bind("sha256", sha256)
            .mapTo(Long.class)
            .one());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x", "a/%2e%2e/b", "a%2f..%2fb", "%252e%252e/x", "%2fetc/passwd", "a%5cb", "C:/x",
        "a%23b", "a%00b", "a%0db", "a//b", "file:%2f%2f%2fetc", "./a", "%ff/../x",
      })
  void hostilePathsAreInvalidEverywhere(String path) {
    assertInvalid(site.put(path, "x"));
    assertInvalid(site.fetch(path));
    assertInvalid(site.delete(path));
    String query = path.replace("%", "%25").replace("%2500", "%00");
    for (String reader :
        List.of(
            LIST + "?path=",
            RUN_LIST + "&path=",
            "/get-artifact?run_uuid=" + RUN + "&path=",
            "/model-versions/get-artifact?name=m&version=1&path=",
            "/api/2.0/mlflow/logged-models/m-1/artifacts/files?artifact_file_path=",
            "/api/2.0/mlflow/logged-models/m-1/artifacts/directories?artifact_directory_path=")) {
      assertInvalid(site.get(reader + query));
    }
    assertInvalid(
        site.post("/ajax-api/2.0/mlflow/upload-artifact?run_uuid=" + RUN + "&path=" + query, "x"));
    assertThat(site.onDisk()).isEmpty();
  }

  private static void assertInvalid(Site.Reply reply) {
    assertThat(reply.status()).as(reply.body()).isBetween(400, 499);
    assertThat(reply.body()).containsAnyOf("INVALID_PARAMETER_VALUE", "ENDPOINT_NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource({
    "f.txt, text/plain",
    "MLmodel, text/plain",
    "conf.yaml, text/plain",
    "page.html, text/plain",
    "plot.png, image/png",
    "model.pkl, application/octet-stream",
  })
  void sendsFilesAsAttachmentsOfAGuessedType(String name, String type) {
    site.put("t/" + name, "0123456789");
    Site.Reply reply = site.fetch("t/" + name);

    assertThat(reply.header("content-type")).isEqualTo(type);
    assertThat(reply.header("content-length")).isEqualTo("10");
    assertThat(reply.header("content-disposition")).startsWith("attachment; filename=\"" + name);
    assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(reply.header("etag")).isEqualTo('"' + Digest.sha256("0123456789") + '"');
  }

  @Test
  void fetchesWithinRunsModelsAndVersions() {
    site.put(ROOT + "/model/MLmodel", "flavors");
    site.put("1/models/m-1/artifacts/a/b", "logged");

    String version = "/model-versions/get-artifact?name=m&path=MLmodel&version=";
    assertThat(site.get(version + 1).body()).isEqualTo("flavors");
    assertThat(site.get(version + 2).status()).isEqualTo(501);
    String logged = "/api/2.0/mlflow/logged-models/m-1/artifacts/";
    assertThat(site.get("/ajax-api" + logged.substring(4) + "files?artifact_file_path=a/b").body())
        .isEqualTo("logged");
    assertThat(site.get(logged + "directories?artifact_directory_path=a").body())
        .contains("\"root_uri\":\"mlflow-artifacts:/1/models/m-1/artifacts\"", "\"a/b\"");
    assertThat(site.get(logged + "files").body())
        .contains("Missing value for required parameter 'artifact_file_path'");
    assertThat(site.get("/get-artifact?path=x").body()).contains("'run_id'");
    assertThat(site.get("/get-artifact?run_id=nope&path=x").status()).isEqualTo(404);
  }

  @Test
  void takesSmallFilesFromThePages() {
    String upload = "/ajax-api/2.0/mlflow/upload-artifact";
    String to = upload + "?run_uuid=" + RUN + "&path=notes/a.txt";

    assertAnswer(site.post(to, "text"), 200, "{}");
    assertThat(site.fetch(ROOT + "/notes/a.txt").body()).isEqualTo("text");
    assertThat(site.post(upload + "?path=x", "y").body()).contains("specify run_uuid.");
    assertThat(site.post(upload + "?run_uuid=" + RUN, "y").body()).contains("specify path.");
    assertThat(site.post(to, "").body()).contains("Request must specify data.");
    assertThat(site.post(to, "x".repeat((10 << 20) + 1)).body())
        .contains("Artifact size is too large. Max size is 10MB.");
    assertThat(site.post("/api/2.0/mlflow/artifacts/presigned-upload-url", "{}").status())
        .isEqualTo(501);
  }

  /** A file that the disk has changed is never sent whole. */
  @Test
  void aDamagedFileBreaksOff() throws IOException {
    site.put("f", "x".repeat(200_000));
    String sha256 = Digest.sha256("x".repeat(200_000));
    java.nio.file.Files.writeString(
        site.folder.resolve(sha256.substring(0, 2)).resolve(sha256), "y".repeat(200_000));

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> site.fetch("f"))
        .isInstanceOf(java.io.UncheckedIOException.class);
  }
}
