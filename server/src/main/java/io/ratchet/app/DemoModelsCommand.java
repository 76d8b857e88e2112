// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Pause;
import io.ratchet.base.Ticker;
import io.ratchet.cli.Connection;
import io.ratchet.cli.Terminal;
import io.ratchet.config.Config;
import io.ratchet.demo.ModelDemo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ratchet demo models}: a model on data whose habits change, under a clock that races. */
@Command(
    name = "models",
    description = {
      "Train a model, serve years of real rows a day at a time, tell it the truth late, and let the",
      "server detect, retrain, try and promote; then compare with never and with always retraining."
    },
    footer = {"", "Example: ratchet demo models --csv mine.csv --label outcome --json"})
final class DemoModelsCommand implements Callable<Integer> {
  /** How long ago the story begins, in days; no day of it is in the future. */
  private static final int AGO = 1_100;

  private static final long SEED = 1;

  private final Terminal terminal;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Rows in the order of time (default: the electricity market of elec2.csv).")
  private @Nullable Path csv;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "The column with the class; goes with --csv.")
  private @Nullable String label;

  @Option(
      names = "--json",
      description = "Use a free port and a temporary folder, exit, and end with one line of JSON.")
  private boolean json;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8000",
      description = "Port; 0 picks a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data/demo-models",
      description = "Folder of database, artifacts and rows (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("data/demo-models");

  @Option(names = "--exit", description = "End after the figures instead of serving on.")
  private boolean exit;

  DemoModelsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    ModelDemo.Subject subject = subject();
    if (json) {
      data = Files.createTempDirectory("ratchet-demo");
      port = 0;
    }
    DemoFolder folder = new DemoFolder(data);
    folder.clear();
    Path incoming = data.resolve("incoming").toAbsolutePath();
    Files.createDirectories(incoming);
    Map<String, String> settings = settings(incoming);
    Path own = folder.ownFile(settings);
    settings.put("server.port", Integer.toString(port));
    Config config = Config.load(own, null, Map.of(), settings);
    try {
      ModelDemo.Outcome outcome = tell(config, subject, incoming);
      Files.writeString(data.resolve("outcome.json"), Json.text(outcome.json()) + "\n");
      if (json) {
        terminal.out().println(Json.text(outcome.json()));
        terminal.out().flush();
      } else if (!exit) {
        serveOn(config);
      }
      return 0;
    } finally {
      if (json) {
        folder.clear();
        Files.deleteIfExists(data);
      }
    }
  }

  private ModelDemo.Outcome tell(Config config, ModelDemo.Subject subject, Path incoming)
      throws InterruptedException {
    Instant today = InstantSource.system().instant().truncatedTo(ChronoUnit.DAYS);
    VirtualTime time = new VirtualTime(today.minus(Duration.ofDays(AGO)));
    try (App app = App.open(config, time.platform(SEED));
        Connection connection = new Connection(URI.create(app.url()), null)) {
      terminal.out().println("ratchet listening on " + app.url());
      ModelDemo demo =
          new ModelDemo(
              connection, time::pass, subject, incoming, terminal, Pause.system(), Ticker.system());
      return demo.run();
    }
  }

  /** The same data under the clock of the machine, to look around in. */
  private void serveOn(Config config) throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    try (App app = App.open(config, Platform.system())) {
      Shutdown.onSignal(app, stopped);
      terminal.out().println("Look around at " + app.url() + "; Ctrl-C ends it.");
      terminal.out().flush();
      stopped.await();
    }
  }

  private ModelDemo.Subject subject() throws IOException {
    Path file = csv;
    String column = label;
    if (file == null && column == null) {
      return ModelDemo.Subject.electricity();
    }
    if (file == null || column == null) {
      throw Failure.invalid(
          "--csv and --label go together", "name the file and its column with the class");
    }
    try {
      return new ModelDemo.Subject("model", column, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw Failure.missing("there is no file " + file, "check the path");
    }
  }

  /** A week for a window; trainings as often as the loop finds a reason, once a day at most. */
  private Map<String, String> settings(Path incoming) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data.directory", data.toString());
    settings.put("prompts.directory", data.resolve("prompts").toString());
    settings.put("providers.default", "simulated");
    settings.put("retraining.data_directories", incoming.toString());
    settings.put("retraining.min_new_samples", "240");
    settings.put("retraining.max_days_without_retrain", "30");
    settings.put("retraining.min_hours_between_retrains", "24");
    settings.put("monitoring.window", "7d");
    settings.put("monitoring.retention", "3650d");
    settings.put("calls.store_bodies", "false");
    return settings;
  }
}
