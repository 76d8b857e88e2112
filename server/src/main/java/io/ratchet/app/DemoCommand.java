// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Pause;
import io.ratchet.cli.Terminal;
import io.ratchet.config.Config;
import io.ratchet.demo.Demo;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ratchet demo}: a server on an embedded database, and real traffic replayed through it. */
@Command(
    name = "demo",
    description = {
      "Replay real traffic through a fresh server: a new version, an experiment, its winner.",
      "No model is asked: the answers are simulated, and say so."
    },
    footer = {"", "Example: ratchet demo --port 8000 --speed 120"})
final class DemoCommand implements Callable<Integer> {
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
    DemoFolder folder = new DemoFolder(data);
    folder.clear();
    Path prompts = data.resolve("prompts");
    Map<String, String> settings = new LinkedHashMap<>(Demo.install(prompts, data));
    settings.put("data.directory", data.toString());
    Path own = folder.ownFile(settings);
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
}
