// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete the commands and options of {@code ratchet}. */
@Command(
    name = "completion",
    description = "Prints a completion script for bash and zsh.",
    footer = {
      "",
      "Example, for this shell:  source <(ratchet completion)",
      "For every bash:           ratchet completion > ~/.local/share/bash-completion/completions/ratchet"
    })
final class CompletionCommand implements Runnable {
  private final Terminal terminal;
  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    terminal.print(AutoComplete.bash("ratchet", spec.root().commandLine()));
  }
}
