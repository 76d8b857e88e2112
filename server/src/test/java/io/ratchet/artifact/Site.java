// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import io.ratchet.base.Ids;
import io.ratchet.base.Json;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Caller;
import io.ratchet.http.HttpConfig;
import io.ratchet.http.HttpServer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.http.Traffic;
import io.ratchet.journal.Journal;
import io.ratchet.mlflow.Endpoint;
import io.ratchet.mlflow.Refusals;
import io.ratchet.purge.Purges;
import io.ratchet.purge.PurgesApi;
import io.ratchet.storage.Artifacts;
import io.ratchet.storage.Database;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import io.ratchet.trace.TraceRemovals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The room behind a server of its own, on a clock that a test moves and that stays behind that of
 * the disk; one run and one model.
 */
final class Site implements AutoCloseable {
  static final String RUN = "0123456789abcdef0123456789abcdef";
  static final String ROOT = "1/" + RUN + "/artifacts";
  static final long LIMIT = 1_000_000;

  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/";

  final Path folder = Databases.temporaryFolder();
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2020-01-01T08:00:00Z"));
  final List<String> named = new CopyOnWriteArrayList<>();
  final List<String> deleted = new CopyOnWriteArrayList<>();
  final List<Tally> released = new CopyOnWriteArrayList<>();
  final Database database;
  final Artifacts contents;
  final ArtifactFiles files;
  final Garbage garbage;
  final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  Site(Engine engine) {
    database = Databases.open(engine);
    Ids ids = new Ids(now::get, RandomGenerator.getDefault());
    contents = new Artifacts(folder, ids::next, now::get);
    files = new ArtifactFiles(database, contents, now::get);
    Uploads uploads =
        new Uploads(database, contents, files, now::get, ids, RandomGenerator.getDefault(), LIMIT);
    garbage = new Garbage(database, contents, uploads, now::get, List.of(named::forEach));
    List<Route> routes = new ArrayList<>(new ArtifactsApi(files, new OneRun(), LIMIT).routes());
    routes.addAll(new UploadsApi(uploads, new OneRun(), LIMIT).routes());
    routes.addAll(new RunArtifactsApi(files, new OneRun(), 20 * LIMIT).routes());
    routes.addAll(
        new PurgesApi(
                new Purges(
                    database,
                    new Journal(database, now::get),
                    now::get,
                    new TraceRemovals(database),
                    files,
                    garbage))
            .routes());
    routes.addAll(
        Endpoint.routes(
            List.of(
                Endpoint.get("/2.0/mlflow/runs/get", _ -> Answer.json(run())),
                Endpoint.get(
                    "/2.0/mlflow/model-versions/get-download-uri", _ -> Answer.json(source())))));
    server =
        new HttpServer(
                HttpConfig.local(0),
                routes,
                (_, _) -> new Caller("local", Access.ADMIN),
                ids,
                new Traffic())
            .start();
  }

  /** The run as clients read it before they look at its artifacts. */
  private static JsonNode run() {
    ObjectNode run = Json.object();
    run.putObject("run")
        .putObject("info")
        .put("run_id", RUN)
        .put("run_uuid", RUN)
        .put("experiment_id", "1")
        .put("status", "RUNNING")
        .put("artifact_uri", "mlflow-artifacts:/" + ROOT)
        .put("lifecycle_stage", "active");
    return run;
  }

  private static JsonNode source() {
    return Json.object().put("artifact_uri", "mlflow-artifacts:/" + ROOT + "/model");
  }

  /** Collects, after the owners of what is deleted went. */
  Collected collect(Duration age, boolean dryRun) {
    if (!dryRun) {
      database.change(handle -> deleted.forEach(root -> garbage.release(handle, root)));
    }
    return garbage.collect(
        new Garbage.Order(age, dryRun, true), deleted::forEach, (_, gone) -> released.add(gone));
  }

  String url() {
    return "http://127.0.0.1:" + server.port();
  }

  private static final class OneRun implements Roots {
    @Override
    public boolean holds(Request request, ArtifactPath path) {
      return request.project().isDefault();
    }

    @Override
    public String ofRun(Request request, String run) {
      if (!run.equals(RUN)) {
        throw Refusals.missing("Run with id=" + run + " not found");
      }
      return "mlflow-artifacts:/" + ROOT;
    }

    @Override
    public String ofLoggedModel(Request request, String model) {
      return "mlflow-artifacts:/1/models/" + model + "/artifacts";
    }

    @Override
    public String ofVersion(Request request, String model, String version) {
      return version.equals("2") ? "s3://bucket/model" : "mlflow-artifacts:/" + ROOT + "/model";
    }
  }

  /** An answer. */
  record Reply(int status, String body, HttpResponse<String> response) {
    JsonNode json() {
      return Json.parse(body);
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Reply get(String path) {
    return send("GET", path, null);
  }

  Reply post(String path, String json) {
    return send("POST", path, json.getBytes(StandardCharsets.UTF_8));
  }

  Reply put(String path, String content) {
    return send("PUT", FILES + path, content.getBytes(StandardCharsets.UTF_8));
  }

  Reply fetch(String path) {
    return get(FILES + path);
  }

  Reply delete(String path) {
    return send("DELETE", FILES + path, null);
  }

  /** A request below this server, or to an address that it gave. */
  Reply send(String method, String path, byte @Nullable [] body) {
    String url = path.startsWith("http") ? path : url() + path;
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(Duration.ofSeconds(60))
              .header("content-type", "application/json")
              .method(
                  method,
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many paths have some content; 0 where it is not known. */
  long uses(String sha256) {
    return database.read(handle ->
        handle
            .createQuery("SELECT uses FROM blob WHERE sha256 = :sha256")
            .bind("sha256", sha256)
            .mapTo(Long.class)
            .findFirst()
            .orElse(0L));
  }

  /** The names of all files on disk. */
  List<String> onDisk() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(one -> String.valueOf(one.getFileName()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  @Override
  public void close() {
    client.close();
    server.close();
    database.close();
  }
}
