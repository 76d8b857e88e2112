// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A noun whose verbs are the commands below it; by itself it does nothing. */
abstract class GroupCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw RootCommand.missingCommand(spec);
  }
}
