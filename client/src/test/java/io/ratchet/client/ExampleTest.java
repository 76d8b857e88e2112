// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.client.example.Extraction;
import io.ratchet.client.example.Extraction.Facts;
import io.ratchet.client.example.Snippets;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The guide shows code that compiles and runs, and shows it as it is. */
final class ExampleTest {
  private static final Path GUIDE = Path.of("../docs/guides/instrument-a-service.md");
  private static final Path SOURCES = Path.of("src/test/java/io/ratchet/client/example");
  private static final Pattern BLOCK =
      Pattern.compile("^```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  private static final Pattern JAVADOC =
      Pattern.compile("<pre>\\{@code\\n(.*?)^ \\* }</pre>", Pattern.MULTILINE | Pattern.DOTALL);

  private final FakeServer server = new FakeServer();

  ExampleTest() throws IOException {}

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void everyPieceOfTheGuideStandsInASourceThatCompiles() throws IOException {
    assertThat(pieces(BLOCK, Files.readString(GUIDE)))
        .hasSize(5)
        .allSatisfy(piece -> compiles(piece));
  }

  @Test
  void soDoesEveryPieceOfTheJavadoc() throws IOException {
    for (String name : List.of("RatchetClient.java", "Call.java")) {
      String text = Files.readString(Path.of("src/main/java/io/ratchet/client", name));
      List<String> pieces = pieces(JAVADOC, text);

      assertThat(pieces).as(name).hasSize(1);
      compiles(pieces.getFirst().replaceAll("(?m)^ \\* ?", ""));
    }
  }

  private static List<String> pieces(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static void compiles(String piece) throws IOException {
    List<List<String>> sources = new ArrayList<>();
    for (String name : List.of("Extraction.java", "Snippets.java")) {
      sources.add(Files.readAllLines(SOURCES.resolve(name)));
    }
    assertThat(sources).as(piece).anyMatch(source -> holds(source, piece));
  }

  /** Whether the lines of a piece follow each other in a source, indented further or not. */
  private static boolean holds(List<String> source, String piece) {
    int length = (int) piece.lines().count();
    for (int i = 0; i + length <= source.size(); i++) {
      String part = String.join("\n", source.subList(i, i + length));
      if ((part.stripIndent() + "\n").equals(piece)) {
        return true;
      }
    }
    return false;
  }

  private static final class Fixed implements Extraction.Model {
    @Override
    public String render(String version, String note) {
      return version + ": " + note;
    }

    @Override
    public Facts ask(String prompt) throws IOException {
      if (prompt.contains("blank page")) {
        throw new FileNotFoundException(prompt);
      }
      return new Facts("{\"pressure\": \"120/80\"}", 12, 5, 0.5);
    }
  }

  private RatchetClient client() {
    return new ClientBuilder(name -> null).url(server.url()).build();
  }

  @Test
  void theServiceRecordsWhatItServed() throws IOException {
    server.assigns("{\"experiment\":\"x\",\"variant\":\"treatment\",\"version\":\"v2.0.0\"}");
    try (Extraction extraction = new Extraction(client(), new Fixed())) {
      assertThat(extraction.extract("user-17", "BP 120/80").completeness()).isEqualTo(0.5);
      extraction.judged("user-17", true);
      assertThatThrownBy(() -> extraction.extract("user-17", "blank page"))
          .isInstanceOf(FileNotFoundException.class);
    }

    assertThat(server.ids()).hasSize(3);
    String calls =
        server.requests().stream().filter(one -> one.startsWith("/api/calls")).findFirst().get();
    assertThat(calls)
        .contains(
            "\"version\":\"v2.0.0\",\"unit\":\"user-17\",\"experiment\":\"shorter-notes\","
                + "\"variant\":\"treatment\",\"input_tokens\":12,\"output_tokens\":5,"
                + "\"completeness\":0.5,\"tags\":{\"persona\":\"nurse\"},\"request\":\"BP 120/80\","
                + "\"response\":{\"pressure\":\"120/80\"}",
            "\"success\":true,\"stages\":[{\"name\":\"render\"",
            "\"error_type\":\"unfinished\"");
  }

  @Test
  void threeLinesAreEnough() {
    try (RatchetClient client = client()) {
      assertThat(Snippets.threeLines(client, String::concat)).isEqualTo("v1BP 120/80");
      assertThat(Snippets.timed(client, String::strip)).isEqualTo("BP 120/80");
      Snippets.fromALog(client);
    }

    assertThat(server.ids()).hasSize(4).contains("admission-4711");
  }

  @Test
  void lossesAreHeardOf() {
    List<String> alarms = new ArrayList<>();
    RatchetClient client = Snippets.listening(server.url(), alarms::add);
    client.close();
    Snippets.fromALog(client);

    assertThat(alarms).containsExactly("lost 1 records: CLOSED");
    Snippets.open().close();
  }
}
