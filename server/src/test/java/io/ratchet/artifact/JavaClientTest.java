// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The unmodified client of MLflow for Java, which starts a program for its artifacts: ours in place
 * of Python.
 */
final class JavaClientTest {
  private final Path folder = Databases.temporaryFolder();

  @Test
  void doesAllThatItCanWithArtifacts() throws Exception {
    writeFiles();
    Path seen = folder.resolve("seen.txt");
    try (Site site = new Site(Engine.SQLITE)) {
      assertThat(run(site, seen)).as(Files.readString(folder.resolve("client.log"))).isZero();

      assertThat(site.fetch(Site.ROOT + "/plot.png").body()).isEqualTo("a plot");
      assertThat(site.fetch(Site.ROOT + "/texts/of%20mine/notes.txt").body()).isEqualTo("a note");
    }
    assertThat(Files.readAllLines(seen))
        .containsExactly(
            "model/",
            "plot.png 6",
            "texts/",
            "model/data/weights.bin 7",
            "a note",
            "weights",
            "flavors: {}",
            "flavors: {}");
  }

  private void writeFiles() throws IOException {
    Files.writeString(folder.resolve("plot.png"), "a plot");
    Files.writeString(folder.resolve("notes.txt"), "a note");
    Files.createDirectories(folder.resolve("model/data"));
    Files.writeString(folder.resolve("model/MLmodel"), "flavors: {}");
    Files.writeString(folder.resolve("model/data/weights.bin"), "weights");
  }

  private int run(Site site, Path seen) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path launcher = folder.resolve("ratchet");
    Files.writeString(
        launcher,
        "#!/bin/sh\nexec %s -XX:TieredStopAtLevel=1 -cp '%s' io.ratchet.app.Main \"$@\"\n"
            .formatted(java, System.getProperty("java.class.path")));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java, "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(JavaClient.class.getName(), site.url(), Site.RUN));
    command.addAll(List.of(folder.toString(), "churn", seen.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("client.log").toFile());
    builder.environment().put("MLFLOW_PYTHON_EXECUTABLE", launcher.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("RATCHET_"));
    Process client = builder.start();
    if (!client.waitFor(5, TimeUnit.MINUTES)) {
      client.destroyForcibly();
    }
    return client.waitFor();
  }
}
