// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Json;
import io.ratchet.base.Pause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Prints what a training run wrote. */
@Command(
    name = "log",
    description = "Prints what a training run wrote, and with --follow what it goes on to write.",
    footer = {
      "",
      "Examples:",
      "  ratchet retrain log 0192f0c4-6f5e-7c3a-9d21-5a1f3c7b8e90",
      "  ratchet retrain log 0192f0c4-6f5e-7c3a-9d21-5a1f3c7b8e90 --follow"
    })
final class RetrainLog implements Callable<Integer> {
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  @Mixin private final ServerOptions server;
  private final Pause pause;

  @Parameters(paramLabel = "RUN_ID", description = "The run, as in retrain runs.")
  private String id = "";

  @Option(names = "--follow", description = "Go on until the training is over.")
  private boolean follow;

  RetrainLog(Terminal terminal, Pause pause) {
    server = new ServerOptions(terminal);
    this.pause = pause;
  }

  @Override
  public Integer call() {
    try (Connection connection = server.connect()) {
      int shown = 0;
      while (true) {
        boolean over = !follow || isOver(connection); // asked first: then the log is whole
        byte[] log = connection.bytes(Connection.path(RetrainRuns.ONE, id) + "/log");
        int from = Math.min(shown, log.length);
        print(new String(log, from, log.length - from, StandardCharsets.UTF_8));
        shown = log.length;
        if (over || server.terminal().isClosed()) {
          return 0;
        }
        pause.sleep(BETWEEN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private boolean isOver(Connection connection) {
    JsonNode run = connection.get(Connection.path(RetrainRuns.ONE, id));
    return run.hasNonNull("trained_at") || run.hasNonNull("finished_at");
  }

  private void print(String text) {
    if (server.isJson()) {
      text.lines()
          .forEach(line -> server.terminal().print(Json.text(Json.object().put("line", line))));
    } else {
      server.terminal().out().print(text);
      server.terminal().out().flush();
    }
  }
}
