// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a commented configuration and a prompt to begin with. */
@Command(
    name = "init",
    description = {
      "Writes a commented ratchet.yaml and a sample prompt.",
      "Nothing that exists is overwritten without --force; then nothing at all is written."
    },
    footer = {"", "Example: ratchet init my-project"})
final class InitCommand implements Callable<Integer> {
  private static final List<String> FILES =
      List.of("ratchet.yaml", "prompts/extraction/v1.0.0.txt");

  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where to write, created where missing (default: here).")
  private Path directory = Path.of(".");

  @Option(names = "--force", description = "Overwrite files that exist.")
  private boolean force;

  InitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Path> existing = FILES.stream().map(directory::resolve).filter(Files::exists).toList();
    if (!existing.isEmpty() && !force) {
      String names = String.join(", ", existing.stream().map(Path::toString).toList());
      throw new CommandFailure(
          CommandFailure.REFUSED,
          "exists already, nothing was written: " + names,
          "choose another directory, or overwrite with --force");
    }
    FILES.forEach(this::write);
    boolean isHere = directory.normalize().toString().isEmpty();
    terminal.print(
        """

        Next:
        %s  ratchet serve
          curl -s http://127.0.0.1:8000/v1/chat/completions -d '{"model": "prompt:extraction", \
        "messages": [], "ratchet": {"variables": {"document": "I. Doe paid USD 40 on 1 March."}}}'
          ratchet calls list
        """
            .formatted(isHere ? "" : "  cd " + directory + "\n"));
    return 0;
  }

  private void write(String name) {
    Path target = directory.resolve(name);
    try (InputStream in = InitCommand.class.getResourceAsStream("/init/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks init/" + name);
      }
      byte[] content = in.readAllBytes();
      Path parent = target.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.write(target, content);
      terminal.print("wrote " + target.normalize());
    } catch (IOException e) {
      throw new CommandFailure(
          CommandFailure.REFUSED,
          "cannot write " + target + ": " + e.getClass().getSimpleName() + " " + e.getMessage(),
          "choose a directory that can be written",
          e);
    }
  }
}
