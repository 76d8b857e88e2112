// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.config.Config;
import io.ratchet.http.Route;
import io.ratchet.http.TestClient;
import io.ratchet.storage.Databases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The whole product in this process: an empty database, the demo's prompts, one admin key. */
final class RunningApp implements AutoCloseable {
  private static final Path PROMPTS = Path.of("src/main/resources/demo/prompts");

  private final Path folder;
  private final App app;
  private final int port;
  private final String key;

  private RunningApp(Path folder, App app, String key) {
    this.folder = folder;
    this.app = app;
    this.port = URI.create(app.url()).getPort();
    this.key = key;
  }

  private static String makeKey(App app) {
    try (TestClient client = new TestClient(URI.create(app.url()).getPort())) {
      return client
          .post("/api/keys", "{\"name\": \"tests\", \"role\": \"admin\"}")
          .json()
          .required("key")
          .stringValue();
    }
  }

  /**
   * Starts it.
   *
   * @param settings values by path, such as {@code server.max_body}
   */
  static RunningApp start(Map<String, String> settings) {
    return start(settings, null, Platform.system());
  }

  /**
   * Starts it on another clock.
   *
   * @param file configuration; null for none
   */
  static RunningApp start(Map<String, String> settings, @Nullable Path file, Platform platform) {
    Path folder = Databases.temporaryFolder();
    App app = open(folder, settings, file, platform);
    return new RunningApp(folder, app, makeKey(app));
  }

  /** Starts another one on the same database, with its artifacts and its key. */
  static RunningApp beside(RunningApp first, Map<String, String> settings) {
    Path folder = Databases.temporaryFolder();
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put("artifacts.url", "file:" + first.folder.resolve("data/artifacts"));
    return new RunningApp(folder, open(folder, all, null, Platform.system()), first.key);
  }

  private static App open(
      Path folder, Map<String, String> settings, @Nullable Path file, Platform platform) {
    copy(PROMPTS, folder.resolve("prompts"));
    Map<String, String> all = new LinkedHashMap<>();
    all.put("server.port", "0");
    all.put("data.directory", folder.resolve("data").toString());
    all.put("prompts.directory", folder.resolve("prompts").toString());
    all.put("prompts.watch_interval", "0s");
    all.putAll(settings);
    return App.open(Config.load(file, null, Map.of(), all), platform);
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.createDirectories(to.resolve(from.relativize(file)).getParent());
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Route> routes() {
    return app.routes();
  }

  /** The working directory, as a reader of the guides would have it. */
  Path folder() {
    return folder;
  }

  int port() {
    return port;
  }

  String key() {
    return key;
  }

  /** Position of the last change in the journal. */
  static long journal(TestClient client) {
    return client
        .get("/api/journal?limit=1")
        .json()
        .required("entries")
        .required(0)
        .required("sequence")
        .longValue();
  }

  @Override
  public void close() {
    app.close();
  }
}
