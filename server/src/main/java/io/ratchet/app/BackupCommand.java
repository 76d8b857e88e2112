// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.backup.ArchiveReader;
import io.ratchet.backup.Backups;
import io.ratchet.backup.Manifest;
import io.ratchet.cli.CommandFailure;
import io.ratchet.cli.Connection;
import io.ratchet.cli.ServerOptions;
import io.ratchet.cli.Terminal;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code ratchet backup}: fetches a backup from a running server, and looks at it. */
@Command(
    name = "backup",
    description = {
      "Fetch a backup of everything from a running server, and verify it.",
      "The server goes on serving; every call it acknowledged before is in it."
    },
    footer = {
      "",
      "Examples:",
      "  ratchet backup nightly.tar.zst",
      "  ratchet backup /var/backups",
      "  ratchet backup verify nightly.tar.zst"
    })
final class BackupCommand implements Callable<Integer> {
  @Mixin private final ServerOptions server;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE_OR_DIR",
      description = "Where to write it; in a folder it is named after its time.")
  private @Nullable Path wanted;

  private BackupCommand(Terminal terminal) {
    this.server = new ServerOptions(terminal);
  }

  static CommandLine create(Terminal terminal) {
    return new CommandLine(new BackupCommand(terminal)).addSubcommand(new Verify(terminal));
  }

  @Override
  public Integer call() throws IOException {
    Path target = wanted;
    if (target == null) {
      throw new CommandFailure(
          CommandFailure.USAGE, "where should the backup go?", "give a file or a folder");
    }
    boolean folder = Files.isDirectory(target);
    if (!folder && Files.exists(target)) {
      throw new CommandFailure(
          CommandFailure.USAGE, "there is a file " + target + " already", "name another");
    }
    Path part = folder ? target.resolve("ratchet-backup.part") : Path.of(target + ".part");
    try {
      String name = fetch(part);
      Manifest manifest = new ArchiveReader(part).verify();
      Path file = folder ? target.resolve(name) : target;
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      server.print(manifest.json(false), shown -> file + "\n" + summary(shown));
      return 0;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private String fetch(Path part) throws IOException {
    try (Connection connection = server.connect();
        FileOutputStream file = new FileOutputStream(part.toFile());
        OutputStream out = new BufferedOutputStream(file)) {
      String name = connection.postInto("/api/backups", out);
      out.flush();
      file.getFD().sync();
      return name.isEmpty() ? "ratchet-backup" + Backups.ENDING : name;
    }
  }

  /** The heart of a manifest in a few lines. */
  static String summary(JsonNode manifest) {
    StringBuilder text = new StringBuilder();
    text.append("made        ").append(manifest.path("created_at").asString(""));
    text.append(" by version ").append(manifest.path("product_version").asString(""));
    text.append("\ndatabase    ").append(manifest.path("engine").asString(""));
    text.append(", schema ").append(manifest.path("schema_version"));
    long rows = manifest.path("rows").valueStream().mapToLong(JsonNode::longValue).sum();
    text.append(", ").append(rows).append(" rows, ");
    text.append(manifest.at("/rows/call")).append(" calls");
    text.append("\nartifacts   ").append(manifest.path("artifacts"));
    text.append("\nbytes       ").append(manifest.path("bytes"));
    for (JsonNode damaged : manifest.path("damaged")) {
      text.append("\nDAMAGED before it was copied: ").append(damaged.asString(""));
    }
    return text.toString();
  }

  @Command(
      name = "verify",
      description = {
        "Read all of a backup and check every byte against its manifest.",
        "Exit code 1 where it is not whole."
      },
      footer = {"", "Example: ratchet backup verify nightly.tar.zst"})
  private static final class Verify implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "A backup.")
    private Path file = Path.of("");

    Verify(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Manifest manifest = new ArchiveReader(file).verify();
      terminal.print(file + " is whole\n" + summary(manifest.json(false)));
      return manifest.damaged().isEmpty() ? 0 : 1;
    }
  }
}
