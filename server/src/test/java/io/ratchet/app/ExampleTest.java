// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.storage.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example does what it says, with the classes under test. */
final class ExampleTest {
  private static final Path EXAMPLES = Path.of("../examples");
  private static final long MINUTES = 3;

  static List<Path> examples() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void runsToItsEnd(Path example) throws IOException, InterruptedException {
    Path out = Databases.temporaryFolder().resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder("sh", example.resolve("run.sh").toAbsolutePath().normalize().toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("RATCHET_"));
    builder.environment().remove("OPENAI_API_KEY");
    builder.environment().put("RATCHET", String.join(" ", ServerProcess.java()));
    Process process = builder.start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }

    assertThat(ended).as(Files.readString(out)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(out)).isZero();
  }
}
