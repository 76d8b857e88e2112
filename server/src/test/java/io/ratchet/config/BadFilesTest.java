// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A corpus of bad files, each with the exact text of its faults in the file beside it. With
 * -Dratchet.update=true the texts are written anew, to be reviewed as a change.
 */
class BadFilesTest {
  private static final Path CORPUS = Path.of("src/test/resources/config");
  private static final String SUFFIX = ".bad.yaml";

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void isRefusedWithExactlyThisText(String name) throws IOException {
    Path file = CORPUS.resolve(name + SUFFIX);
    Path expected = CORPUS.resolve(name + ".error");
    Failure failure =
        catchThrowableOfType(
            Failure.class, () -> Config.load(file, null, Map.of("SET", "a value"), Map.of()));
    assertThat(failure).as("%s must be refused", file).isNotNull();
    String text = failure.message().replace(CORPUS + "/", "") + "\n";
    if (Boolean.getBoolean("ratchet.update")) {
      Files.writeString(expected, text);
    }
    assertThat(text).isEqualTo(Files.readString(expected));
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID);
  }

  @Test
  void corpusIsLargeAndEveryErrorBelongsToAFile() throws IOException {
    List<String> names = names();
    assertThat(names).hasSizeGreaterThanOrEqualTo(40);
    try (Stream<Path> files = Files.list(CORPUS)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".error"))
          .containsExactlyInAnyOrderElementsOf(names.stream().map(n -> n + ".error").toList());
    }
  }

  @Test
  void noFaultShowsAPassword() throws IOException {
    for (String name : names()) {
      assertThat(Files.readString(CORPUS.resolve(name + ".error")))
          .as(name)
          .doesNotContain("hunter2");
    }
  }

  @Test
  void refusesAFileAboveTheLimit(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("large.yaml");
    Files.write(file, new byte[ConfigFile.BYTE_LIMIT + 1]);
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Config.load(file, null, Map.of(), Map.of()))
        .withMessage("the configuration file " + file + " is larger than 1MiB");
  }

  @Test
  void refusesAFileThatIsNotThere(@TempDir Path directory) {
    Path file = directory.resolve("none.yaml");
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Config.load(file, null, Map.of(), Map.of()))
        .withMessage("the configuration file " + file + " does not exist");
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Config.load(directory, null, Map.of(), Map.of()))
        .withMessage(directory + " is a directory, not a configuration file");
  }

  @Test
  void namesAtMostFiftyFaults(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("many.yaml");
    Files.writeString(file, "calls:\n" + "  wrong%d: 1\n".repeat(120).formatted(numbers(120)));
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Config.load(file, null, Map.of(), Map.of()))
        .satisfies(failure -> {
          assertThat(failure.message().lines()).hasSize(51);
          assertThat(failure.message()).endsWith("\nand 70 more");
          assertThat(failure.problems()).hasSize(120);
        });
  }

  private static Object[] numbers(int count) {
    return Stream.iterate(1, n -> n + 1).limit(count).toArray();
  }
}
