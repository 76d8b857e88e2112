// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.base.Ids;
import io.ratchet.http.Access;
import io.ratchet.http.Caller;
import io.ratchet.http.HttpConfig;
import io.ratchet.http.HttpServer;
import io.ratchet.http.TestClient;
import io.ratchet.http.Traffic;
import io.ratchet.journal.Entry;
import io.ratchet.journal.Journal;
import io.ratchet.journal.JournalApi;
import io.ratchet.registry.Limits;
import io.ratchet.registry.PromptDirectory;
import io.ratchet.registry.PromptJson;
import io.ratchet.registry.PromptVersion;
import io.ratchet.registry.Prompts;
import io.ratchet.registry.PromptsApi;
import io.ratchet.storage.Database;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Registry and routing as the product puts them together, over a database and a directory. */
public final class World implements AutoCloseable {
  private static final InstantSource TIME =
      InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z"));

  public final Database database;
  public final Journal journal;
  public final Prompts prompts;
  public final Routes<PromptVersion> routes;
  public final Path folder;
  public final PromptDirectory directory;
  public final TestClient client;
  private final HttpServer server;
  private long cursor;

  public World(Engine engine) {
    this(Databases.url(engine), Databases.temporaryFolder().resolve("prompts"));
  }

  /** A process on a database that may have one already. */
  public World(String url, Path folder) {
    this.folder = folder;
    database = Database.open(url);
    journal = new Journal(database, TIME);
    FirstRoutes firstRoutes = new FirstRoutes(Prompts.KIND, journal, TIME);
    prompts = new Prompts(database, journal, TIME, firstRoutes, Limits.USUAL);
    routes =
        new Routes<>(database, journal, TIME, prompts, firstRoutes, new RememberedUnits(1_000));
    directory = new PromptDirectory(folder, "extraction", prompts, journal);
    List<io.ratchet.http.Route> all = new ArrayList<>();
    all.addAll(new PromptsApi(prompts, directory, routes, "extraction").routes());
    all.addAll(new RoutesApi<>(routes, prompts, new PromptJson(), "extraction").routes());
    all.addAll(new JournalApi(journal).routes());
    Caller caller = new Caller("local", Access.ADMIN);
    Ids ids = new Ids(TIME, RandomGenerator.getDefault());
    server = new HttpServer(HttpConfig.local(0), all, (_, _) -> caller, ids, new Traffic()).start();
    client = new TestClient(server.port());
  }

  /** Writes a file of the prompt directory. */
  public Path write(String path, String text) {
    return write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  public Path write(String path, byte[] bytes) {
    Path file = folder.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.port();
  }

  /** What happened since the last time this was asked, as TYPE ASSET. */
  public List<String> happened() {
    List<Entry> entries = journal.after(cursor, 10_000);
    if (!entries.isEmpty()) {
      cursor = entries.getLast().sequence();
    }
    return entries.stream().map(entry -> (entry.type() + " " + entry.asset()).strip()).toList();
  }

  @Override
  public void close() {
    client.close();
    server.close();
    database.close();
  }
}
