// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Pause;
import io.ratchet.cli.RootCommand;
import io.ratchet.cli.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigCommandTest {
  private static final int RIGHT = 0;
  private static final int WRONG = 2;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String command, String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("ratchet.yaml"), yaml);
    Terminal terminal = Terminal.plain(new PrintWriter(out, true), new PrintWriter(err, true));
    return RootCommand.add(
            RootCommand.create(terminal, Pause.system()), new ConfigCommand(), terminal)
        .execute("config", command, "--config", file.toString());
  }

  @Test
  void checksTheKeysOfASimulatedProvider() throws IOException {
    assertThat(run("check", "providers: {simulated: {seed: 7}}")).isEqualTo(RIGHT);
    assertThat(run("check", "providers: {simulated: {sede: 7}}")).isEqualTo(WRONG);
    assertThat(err.toString())
        .contains("unknown key providers.simulated.sede")
        .contains("did you mean providers.simulated.seed?");
  }

  @Test
  void checksTheFilesThatAStartReads() throws IOException {
    Path behaviours = Files.writeString(folder.resolve("b.json"), "{\"a@v1.0.0\": {\"x\": 1}}");
    assertThat(run("check", "providers: {simulated: {behaviours: '" + behaviours + "'}}"))
        .isEqualTo(WRONG);
    assertThat(run("check", "prices: " + folder.resolve("none.yaml"))).isEqualTo(WRONG);
    assertThat(err.toString()).contains("a@v1.0.0.x").contains("none.yaml");
  }

  @Test
  void showsTheKeysOfASimulatedProvider() throws IOException {
    assertThat(run("show", "providers: {simulated: {seed: 7}}")).isEqualTo(RIGHT);
    assertThat(out.toString()).containsPattern("seed: 7 +# .*ratchet.yaml:1");
  }

  @Test
  void aStartWarnsThatMadeUpAnswersTakeThePlaceOfRealOnes() throws IOException {
    Files.writeString(
        folder.resolve("ratchet.yaml"),
        """
        production:
          providers:
            main: {base_url: "http://127.0.0.1:1/v1", api_key: "${MAIN_KEY}"}
            simulated:
        """);
    ServerProcess without = ServerProcess.start(folder, Map.of(), "--profile", "production");
    without.kill();
    assertThat(without.log())
        .contains("WARNING")
        .contains("provider main has no API key")
        .contains("MAIN_KEY")
        .contains("provider simulated, which makes its answers up");
  }
}
