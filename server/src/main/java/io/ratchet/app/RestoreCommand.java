// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.backup.Restore;
import io.ratchet.cli.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ratchet restore}: makes a data directory, or fills a database, out of a backup. */
@Command(
    name = "restore",
    description = {
      "Put a backup back as a new data directory. Everything is verified before anything",
      "is written, and the rows of every table are counted afterwards."
    },
    footer = {
      "",
      "Examples:",
      "  ratchet restore nightly.tar.zst --data data",
      "  ratchet restore nightly.tar.zst --data data --database postgresql://r:pw@db:5432/new"
    })
final class RestoreCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "A backup.")
  private Path file = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The data directory to make.")
  private Path data = Path.of("");

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = "An empty PostgreSQL database, for a backup of one.")
  private @Nullable String database;

  @Option(
      names = "--force",
      description = "Move a data directory that holds something aside; it is not deleted.")
  private boolean force;

  RestoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Restore.Restored restored = new Restore(file, data).run(database, force);
    String aside =
        restored.replaced() == null ? "" : "\nwhat was there is in " + restored.replaced();
    terminal.print(
        "restored into "
            + data
            + aside
            + "\n"
            + BackupCommand.summary(restored.manifest().json(false)));
    return 0;
  }
}
