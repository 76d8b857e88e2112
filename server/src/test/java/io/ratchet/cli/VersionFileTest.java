// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ratchet.base.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VersionFileTest {
  @TempDir private Path directory = Path.of("");

  private String read(String name, String content) throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    return Json.text(VersionFile.read(file));
  }

  @ParameterizedTest
  @CsvSource({
    "v1.2.0.txt, 1.2.0",
    "1.2.0.md, 1.2.0",
    "v2.0.0-rc.1+build.yaml, 2.0.0-rc.1+build",
    "draft.txt, ''",
    "v1.2.0, ''",
    "v1.2.0.json, ''"
  })
  void theNameOfAFileMaySayItsVersion(String name, String version) {
    assertThat(VersionFile.version(Path.of("a", name)).orElse("")).isEqualTo(version);
  }

  @Test
  void aTextIsOneTemplate() throws IOException {
    assertThat(read("a.txt", "\uFEFFHi {name}\r\n--- not fields\n"))
        .isEqualTo("{\"template\":\"Hi {name}\\n--- not fields\\n\"}");
  }

  @Test
  void fieldsMayComeBeforeTheText() throws IOException {
    assertThat(read("a.md", "---\nmodel: openai/gpt-4o\nparameters: {temperature: 0}\n---\nHi\n"))
        .isEqualTo(
            "{\"model\":\"openai/gpt-4o\",\"parameters\":{\"temperature\":0},\"template\":\"Hi\\n\"}");
    assertThat(read("b.txt", "---\n---\nHi")).isEqualTo("{\"template\":\"Hi\"}");
  }

  @Test
  void messagesOfTheFieldsComeBeforeTheText() throws IOException {
    assertThat(read("a.txt", "---\nmessages: [{role: system, content: Be brief}]\n---\nHi"))
        .isEqualTo(
            "{\"messages\":[{\"role\":\"system\",\"content\":\"Be brief\"},"
                + "{\"role\":\"user\",\"content\":\"Hi\"}]}");
  }

  @Test
  void yamlIsTheFieldsThemselves() throws IOException {
    assertThat(read("a.yaml", "template: |\n  Hi\ndescription: greets\n"))
        .isEqualTo("{\"template\":\"Hi\\n\",\"description\":\"greets\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.txt | '---~model: x~Hi' | do not end",
        "a.yaml | 'a: [1' | not valid YAML",
        "a.yaml | 'a: 1~a: 2' | not valid YAML",
        "a.yaml | '- a' | does not hold fields",
      })
  void saysWhatIsWrongWithAFile(String name, String content, String message) {
    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> read(name, content.replace('~', '\n')))
        .withMessageContaining(message)
        .withMessageContaining(name)
        .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(2));
  }

  @Test
  void refusesWhatIsNotText() throws IOException {
    Path file = directory.resolve("a.txt");
    Files.write(file, "gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1));

    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> VersionFile.read(file))
        .withMessageContaining("not text in UTF-8");
  }

  @Test
  void readsEveryVersionThatTheProductShips() throws IOException {
    try (var files = Files.walk(Path.of("src/main/resources"))) {
      for (Path file : files.filter(f -> VersionFile.version(f).isPresent()).toList()) {
        assertThat(
                VersionFile.read(file).has("template")
                    || VersionFile.read(file).path("messages").size() > 1)
            .isTrue();
      }
    }
  }
}
