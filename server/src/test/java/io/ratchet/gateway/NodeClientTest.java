// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** OpenAI's own client for Node, as it is, against the gateway; {@code client.mjs} asserts. */
final class NodeClientTest {
  private static final Path SOURCE = Path.of("src/test/node");
  private static final Path TARGET = Path.of("target/node");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "client.mjs");

  @Test
  void everyScenarioOfTheNodeClientHolds() throws Exception {
    install();
    try (Rig rig = new Rig()) {
      ClientScripts.install(rig);

      String output = run("node", "client.mjs", rig.url("/v1").toString());

      assertThat(output.lines()).hasSize(14).allMatch(line -> line.startsWith("ok "));
      assertThat(rig.sink.calls())
          .filteredOn(call -> "rate_limited".equals(call.errorType()))
          .hasSize(1);
    }
  }

  /** Installs exactly what the lock file says, once for each lock file. */
  private static void install() throws Exception {
    Files.createDirectories(TARGET);
    Path installed = TARGET.resolve("installed-lock.json");
    byte[] lock = Files.readAllBytes(SOURCE.resolve("package-lock.json"));
    for (String file : FILES) {
      Files.copy(SOURCE.resolve(file), TARGET.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    boolean same =
        Files.exists(installed) && java.util.Arrays.equals(Files.readAllBytes(installed), lock);
    if (!same) {
      run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
      Files.write(installed, lock);
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(TARGET, "run", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(TARGET.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(ended && process.exitValue() == 0)
        .withFailMessage(() -> String.join(" ", command) + " failed:\n" + text)
        .isTrue();
    return text;
  }
}
