// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InitCommandTest {
  @TempDir private Path directory = Path.of("");

  private Shell.Outcome init(Path target, String... more) {
    List<String> arguments = new ArrayList<>(List.of("init", target.toString()));
    arguments.addAll(List.of(more));
    return new Shell().run(arguments);
  }

  @Test
  void writesAConfigurationAndAPrompt() throws IOException {
    Path target = directory.resolve("new/project");
    Shell.Outcome outcome = init(target);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).contains("wrote " + target.resolve("ratchet.yaml")).contains("serve");
    assertThat(Files.readString(target.resolve("ratchet.yaml"))).contains("server:");
    assertThat(Files.readString(target.resolve("prompts/extraction/v1.0.0.txt")))
        .contains("{{ document }}");
  }

  @Test
  void writesNothingAtAllWhereOneFileExists() throws IOException {
    Path mine = Files.writeString(directory.resolve("ratchet.yaml"), "mine");
    Shell.Outcome outcome = init(directory);

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains(mine.toString()).contains("--force");
    assertThat(mine).hasContent("mine");
    assertThat(directory.resolve("prompts")).doesNotExist();
  }

  @Test
  void overwritesWhereThatIsSaid() throws IOException {
    Path mine = Files.writeString(directory.resolve("ratchet.yaml"), "mine");

    assertThat(init(directory, "--force").exitCode()).isZero();
    assertThat(Files.readString(mine)).contains("server:");
  }

  @Test
  void saysWhereItCannotWrite() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    Shell.Outcome outcome = init(file);

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("cannot write " + file);
  }
}
