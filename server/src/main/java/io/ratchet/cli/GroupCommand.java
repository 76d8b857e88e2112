// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A noun whose verbs are the commands below it; by itself it does nothing. */
abstract class GroupCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw RootCommand.missingCommand(spec);
  }

  /** A command that serves several groups, with the examples of one of them. */
  static CommandLine exemplified(Object command, String... examples) {
    CommandLine line = new CommandLine(command);
    List<String> footer = new ArrayList<>(List.of(""));
    if (examples.length == 1) {
      footer.add("Example: " + examples[0]);
    } else {
      footer.add("Examples:");
      for (String example : examples) {
        footer.add("  " + example);
      }
    }
    line.getCommandSpec().usageMessage().footer(footer.toArray(String[]::new));
    return line;
  }
}
