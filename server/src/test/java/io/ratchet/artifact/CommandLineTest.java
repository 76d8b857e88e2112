// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

import static io.ratchet.artifact.Site.ROOT;
import static io.ratchet.artifact.Site.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import io.ratchet.cli.RootCommand;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ratchet artifacts} and {@code ratchet gc} against a real server. */
final class CommandLineTest {
  private final Site site = new Site(Engine.SQLITE);
  private final Path folder = Databases.temporaryFolder();
  private String out = "";
  private String err = "";

  @AfterEach
  void close() {
    site.close();
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(RootCommand.meant(arguments)));
    all.addAll(List.of("--server", site.url()));
    StringWriter printed = new StringWriter();
    StringWriter complained = new StringWriter();
    int code =
        RootCommand.create(new PrintWriter(printed, true), new PrintWriter(complained, true))
            .execute(all.toArray(String[]::new));
    out = printed.toString();
    err = complained.toString();
    return code;
  }

  private Path file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return file;
  }

  @Test
  void takesTheArgumentsThatJavaGivesToPython() throws IOException {
    String file = file("a b#1%.txt".replace("#", ""), "hello").toString();
    String module = "mlflow.store.artifact.cli";

    assertThat(run("-m", module, "--help")).isZero();
    assertThat(run("-m", module, "log-artifact", "--local-file", file, "--run-id", RUN)).isZero();
    assertThat(run("-m", module, "list", "--run-id", RUN)).isZero();
    assertThat(Json.parse(out).path(0).path("path").stringValue()).isEqualTo("a b1%.txt");
    assertThat(run("-m", module, "download", "--run-id", RUN, "--artifact-path", "a b1%.txt"))
        .isZero();
    Path fetched = Path.of(out.lines().toList().getLast());
    assertThat(fetched).hasFileName("a b1%.txt").hasContent("hello");
  }

  @Test
  void uploadsAndDownloadsWholeDirectories() throws IOException {
    file("tree/MLmodel", "m");
    file("tree/data/deep/weights", "w");

    assertThat(run("artifacts", "log-artifacts", "-l", folder + "/tree", "-r", RUN, "-a", "x/y"))
        .isZero();
    assertThat(site.fetch(ROOT + "/x/y/data/deep/weights").body()).isEqualTo("w");
    String to = folder.resolve("to").toString();
    assertThat(run("artifacts", "download", "-u", "runs:/" + RUN + "/x", "-d", to)).isZero();
    assertThat(Path.of(to, "x/y/MLmodel")).hasContent("m");
    assertThat(Path.of(to, "x/y/data/deep/weights")).hasContent("w");
    assertThat(run("artifacts", "download", "-u", "mlflow-artifacts:/" + ROOT + "/x/y", "-d", to))
        .isZero();
    assertThat(Path.of(to, "y/MLmodel")).hasContent("m");
    assertThat(run("artifacts", "list", "-r", RUN, "-a", "x/y")).isZero();
    assertThat(out).contains("\"x/y/MLmodel\"", "\"is_dir\":true");
    try (Stream<Path> all = Files.walk(Path.of(to))) {
      assertThat(all.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
    }
  }

  @Test
  void namesTheProjectThatIsMeant() throws IOException {
    String file = file("f.txt", "hello").toString();
    assertThat(run("artifacts", "log-artifact", "-l", file, "-r", RUN)).isZero();
    String uri = "mlflow-artifacts:/" + ROOT + "/f.txt";
    assertThat(run("artifacts", "download", "-u", uri, "--project", "default")).isZero();
    assertThat(run("artifacts", "download", "-u", uri, "--project", "other")).isEqualTo(1);
    assertThat(err).contains("No such artifact");
  }

  @Test
  void aRunWithoutArtifactsIsAnEmptyDirectory() {
    assertThat(run("artifacts", "download", "--run-id", RUN)).isZero();
    assertThat(Path.of(out.strip())).isEmptyDirectory();
    assertThat(run("artifacts", "list", "--run-id", RUN)).isZero();
    assertThat(out.strip()).isEqualTo("[]");
  }

  @ParameterizedTest
  @CsvSource({
    "download --run-id nope, 1, Run with id=nope not found",
    "download --run-id 0123456789abcdef0123456789abcdef -a x, 1, No such artifact",
    "download, 2, give either --run-id or --artifact-uri",
    "download -u s3://bucket/x, 2, the server does not keep s3://bucket/x",
    "log-artifact --run-id r --local-file /nowhere, 2, /nowhere is not a file",
    "log-artifacts --run-id r --local-dir /nowhere, 2, /nowhere is not a directory",
    "log-artifact --run-id r, 2, --local-file",
    "list, 2, --run-id",
  })
  void saysWhatIsWrong(String arguments, int code, String part) {
    assertThat(run(("artifacts " + arguments).split(" "))).isEqualTo(code);
    assertThat(err).contains(part);
  }

  @Test
  void collectsGarbage() {
    site.contents.put(new byte[1000]);
    site.pass(java.time.Duration.ofDays(31));

    assertThat(run("gc", "--dry-run")).isZero();
    assertThat(out).contains("WOULD GO", "would free 1KB");
    assertThat(site.onDisk()).hasSize(1);
    assertThat(run("gc", "--older-than", "1d", "--json")).isZero();
    assertThat(Json.parse(out).path("contents").path("bytes").longValue()).isEqualTo(1000);
    assertThat(site.onDisk()).isEmpty();
    assertThat(run("gc", "--older-than", "soon")).isEqualTo(1);
    assertThat(err).contains("must be a time such as");
  }
}
