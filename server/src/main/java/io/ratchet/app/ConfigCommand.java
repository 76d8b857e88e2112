// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.config.Config;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ratchet config}: looks at the configuration without starting anything. */
@Command(name = "config", description = "Look at the configuration without starting anything.")
final class ConfigCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "check",
      description = "Say whether the configuration is right; exit code 2 with every fault if not.")
  int check(@Mixin ServeOptions options) {
    Gateways.check(options.load());
    print("the configuration is right\n");
    return 0;
  }

  @Command(
      name = "show",
      description =
          "Print the configuration in effect, secrets hidden, with where each part is set.")
  int show(@Mixin ServeOptions options) {
    Config config = options.load();
    Gateways.check(config);
    print(config.show());
    return 0;
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
