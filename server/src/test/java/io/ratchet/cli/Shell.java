// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import io.ratchet.base.Pause;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs commands in process, as a person or a script would type them. */
final class Shell {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private boolean coloured;
  private String input = "";
  private Pause pause = Pause.system();

  /** How a command ended. */
  record Outcome(int exitCode, String out, String err) {}

  Shell coloured() {
    coloured = true;
    return this;
  }

  Shell typing(String text) {
    input = text;
    return this;
  }

  Shell resting(Pause other) {
    pause = other;
    return this;
  }

  Outcome run(List<String> arguments) {
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            false,
            coloured);
    int code = RootCommand.create(terminal, pause).execute(arguments.toArray(String[]::new));
    return new Outcome(code, out.toString(), err.toString());
  }

  /** Runs a command against a scripted server. */
  Outcome run(ScriptedServer server, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--server");
    all.add(server.start().toString());
    return run(all);
  }
}
