// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Pause;
import io.ratchet.cli.Terminal;
import io.ratchet.config.Config;
import io.ratchet.demo.Demo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code ratchet demo}: a server on an embedded database, and real traffic replayed through it. */
@Command(
    name = "demo",
    description = {
      "Replay real traffic through a fresh server: a new version, an experiment, its winner.",
      "No model is asked: the answers are simulated, and say so."
    },
    footer = {"", "Example: ratchet demo --port 8000 --speed 120"})
final class DemoCommand implements Callable<Integer> {
  private static final String OWN_FILE = "ratchet.yaml";
  private static final String MARK = "# The settings of ratchet demo";

  private final Terminal terminal;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8000",
      description = "Port; 0 picks a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data/demo",
      description = "Folder of database, spool and prompts (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("data/demo");

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "" + Demo.SPEED,
      description = "How many times faster than it happened (default: ${DEFAULT-VALUE}).")
  private double speed;

  @Option(names = "--exit", description = "End after the figures instead of serving on.")
  private boolean exit;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    clear();
    Path prompts = data.resolve("prompts");
    Map<String, String> settings = new LinkedHashMap<>(Demo.install(prompts, data));
    settings.put("data.directory", data.toString());
    Path own = ownFile(settings);
    settings.put("server.port", Integer.toString(port));
    Config config = Config.load(own, null, Map.of(), settings);
    CountDownLatch stopped = new CountDownLatch(1);
    Platform platform = Platform.system();
    try (App app = App.open(config, platform)) {
      Shutdown.onSignal(app, stopped);
      terminal.out().println("ratchet listening on " + app.url());
      URI server = URI.create(app.url());
      Demo demo =
          new Demo(server, null, prompts, speed, terminal, platform.ticker(), Pause.system());
      demo.run();
      if (!exit) {
        demo.invite();
        stopped.await();
      }
    }
    return 0;
  }

  /**
   * Empties the folder of an earlier demo, so that the figures are those of one run.
   *
   * @throws Failure CONFLICT where the folder holds something else
   */
  private void clear() throws IOException {
    if (!Files.exists(data)) {
      return;
    }
    try (Stream<Path> inside = Files.list(data)) {
      if (inside.findAny().isEmpty()) {
        return;
      }
    }
    Path own = data.resolve(OWN_FILE);
    if (!Files.exists(own) || !Files.readString(own).startsWith(MARK)) {
      throw Failure.conflict(
          data + " holds files that are not an earlier demo's",
          "choose an empty or new folder with --data");
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /**
   * A file of the demo's own, so that a ratchet.yaml in this folder has no say in it, and a later
   * {@code ratchet serve --config} goes on with the same data.
   */
  private Path ownFile(Map<String, String> settings) throws IOException {
    ObjectNode json = Json.object();
    settings.forEach((path, value) -> {
      ObjectNode section = json;
      List<String> names = List.of(path.split("\\."));
      for (String name : names.subList(0, names.size() - 1)) {
        section = section.withObjectProperty(name);
      }
      section.put(names.getLast(), value);
    });
    StringBuilder yaml = new StringBuilder(MARK + "; ratchet serve --config takes it too.\n");
    json.properties()
        .forEach(entry ->
            yaml.append(entry.getKey()).append(": ").append(entry.getValue()).append('\n'));
    Path file = data.resolve(OWN_FILE);
    Files.createDirectories(data);
    Files.writeString(file, yaml);
    return file;
  }
}
