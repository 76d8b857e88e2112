// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Pause;
import io.ratchet.cli.RootCommand;
import io.ratchet.cli.Terminal;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;

/** The entry point of the process: picks the command and ends with its exit code. */
public final class Main {
  private Main() {}

  /** Runs the command that the arguments name. */
  public static void main(String[] arguments) {
    Logging.configure();
    System.exit(root(Terminal.system(System.getenv())).execute(RootCommand.meant(arguments)));
  }

  /** Every command there is. */
  static CommandLine root(Terminal terminal) {
    CommandLine root = RootCommand.create(terminal, Pause.system());
    CommandLine demo = new CommandLine(new DemoCommand(terminal));
    demo.addSubcommand(new DemoModelsCommand(terminal));
    for (Object command :
        List.of(
            new ServeCommand(),
            demo,
            new ConfigCommand(),
            new KeyCommand(),
            BackupCommand.create(terminal),
            new RestoreCommand(terminal))) {
      root = RootCommand.add(root, command, terminal);
    }
    return root;
  }

  static String version() {
    return Objects.requireNonNullElse(
        Main.class.getPackage().getImplementationVersion(), "development");
  }
}
