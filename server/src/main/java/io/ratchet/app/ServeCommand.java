// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.config.Config;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ratchet serve}: runs the server until it is told to stop. */
@Command(
    name = "serve",
    description = "Run the server until it is told to stop.",
    footer = {
      "",
      "The first line on standard output is: ratchet listening on http://HOST:PORT",
      "",
      "Example: ratchet serve --port 8000 --data data --prompts prompts"
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private ServeOptions options = new ServeOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Config config = options.load();
    PrintWriter out = spec.commandLine().getOut();
    CountDownLatch stopped = new CountDownLatch(1);
    try (App app = App.open(config, Platform.system())) {
      Shutdown.onSignal(app, stopped);
      out.println("ratchet listening on " + app.url());
      out.flush();
      stopped.await();
    }
    return 0;
  }
}
