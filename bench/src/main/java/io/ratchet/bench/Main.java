// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench;

import io.ratchet.bench.artifact.ArtifactsCommand;
import io.ratchet.bench.gateway.GatewayCommand;
import io.ratchet.bench.ingest.IngestCommand;
import io.ratchet.bench.micro.AssignCommand;
import io.ratchet.bench.micro.DriftCommand;
import io.ratchet.bench.micro.RenderCommand;
import io.ratchet.bench.micro.VerdictCommand;
import io.ratchet.bench.proof.ProofCommand;
import io.ratchet.bench.serving.ServingCommand;
import io.ratchet.bench.start.StartCommand;
import io.ratchet.bench.tracking.ImportsCommand;
import io.ratchet.bench.tracking.TrackingCommand;
import io.ratchet.bench.windows.WindowsCommand;
import io.ratchet.bench.wire.MockCommand;
import io.ratchet.bench.wire.ProxyCommand;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the benchmarks. */
@Command(
    name = "bench/run",
    description = "Measures what the product promises.",
    mixinStandardHelpOptions = true,
    subcommands = {
      GatewayCommand.class,
      RenderCommand.class,
      AssignCommand.class,
      IngestCommand.class,
      WindowsCommand.class,
      ServingCommand.class,
      ArtifactsCommand.class,
      TrackingCommand.class,
      ImportsCommand.class,
      StartCommand.class,
      ProofCommand.class,
      VerdictCommand.class,
      DriftCommand.class,
      MockCommand.class,
      ProxyCommand.class
    })
final class Main {
  private Main() {}

  /** Runs one benchmark; its figures go to standard output, its progress to standard error. */
  public static void main(String[] arguments) {
    Logger.getLogger("").setLevel(Level.WARNING);
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
