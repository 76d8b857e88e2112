// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.registry.Prompts;
import io.ratchet.registry.ReloadReport;
import io.ratchet.registry.RenderedPrompt;
import io.ratchet.registry.Semver;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
final class ReloadTest {
  private static final Semver FIRST = Semver.parse("1.0.0");

  private final String url;
  private final Path folder = Databases.temporaryFolder().resolve("prompts");
  private World world;

  ReloadTest(Engine engine) {
    url = Databases.url(engine);
    world = new World(url, folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private ReloadReport reload() {
    return world.directory.reload("test");
  }

  private void restart() {
    world.close();
    world = new World(url, folder);
    world.happened();
  }

  @Test
  void aDirectoryThatDoesNotExistIsEmpty() {
    ReloadReport report = reload();

    assertThat(report.added()).isEmpty();
    assertThat(report.refused()).isEmpty();
    assertThat(world.happened()).isEmpty();
  }

  @Test
  void readsEveryFormOfFile() {
    world.write("v1.0.0.txt", "flat {{ a }}");
    world.write("extraction/1.1.0.md", "---\nmodel: openai/gpt-4o\n---\n# Title\n{{ b }}\n");
    world.write(
        "chat/v1.0.0.yaml",
        """
        description: Two voices
        model: simulated/a
        parameters: {temperature: 0, stop: ["\\n"], seed: 0x10, big: 12345678901234567890}
        output_schema: {type: object, properties: {a: {type: string}}}
        metadata: {owner: team, since: 2026-11-21, ok: yes, none: ~}
        template_format: mustache
        reason: because
        messages:
          - role: system
            content: You are {{ who }}.
          - {role: user, content: "{{ what }} {x}"}
        """);
    world.write("chat/v2.0.0.yml", "template: \"{name:>4}\"\n");
    world.write(
        "chat/v2.1.0.txt",
        "\uFEFF---\r\nmessages: [{role: system, content: Be brief.}]\r\n---\r\nHi {{ who }}\r\n");

    ReloadReport report = reload();

    assertThat(report.refused()).isEmpty();
    assertThat(report.added()).hasSize(5);
    assertThat(content("chat", "1.0.0"))
        .contains("\"since\":\"2026-11-21\"", "\"ok\":\"yes\"", "\"none\":null", "\"seed\":16")
        .contains("\"big\":12345678901234567890", "\"variables\":[\"who\",\"what\"]")
        .contains("\"reason\":\"because\"", "\"format\":\"yaml\"", "\"file\":\"chat/v1.0.0.yaml\"");
    assertThat(text("chat", "2.0.0", Map.of("name", "x"))).isEqualTo("   x");
    assertThat(text("chat", "2.1.0", Map.of("who", "you"))).isEqualTo("Be brief.\n\nHi you\n");
    assertThat(text("extraction", "1.1.0", Map.of("b", 1L))).isEqualTo("# Title\n1\n");
    assertThat(text("extraction", "1.0.0", Map.of("a", 1L))).isEqualTo("flat 1");
  }

  private String content(String prompt, String version) {
    return world.client.get("/api/prompts/" + prompt + "/versions/" + version).body();
  }

  private String text(String prompt, String version, Map<String, Object> variables) {
    var rendered = world.routes.resolve(prompt, version, "u", Map.of()).version().render(variables);
    return ((RenderedPrompt.Messages) rendered).text();
  }

  @Test
  void aSecondReloadChangesNothing() {
    world.write("v1.0.0.txt", "a");
    reload();
    world.happened();

    ReloadReport report = reload();

    assertThat(report.unchanged()).extracting(ReloadReport.Item::version).containsExactly("v1.0.0");
    assertThat(report.added()).isEmpty();
    assertThat(world.happened()).isEmpty();
  }

  @Test
  void anUnusedVersionMayChange() {
    world.write("v1.0.0.txt", "a");
    reload();
    world.happened();
    world.write("v1.0.0.txt", "b");

    ReloadReport report = reload();

    assertThat(report.updated()).hasSize(1);
    assertThat(text("extraction", "1.0.0", Map.of())).isEqualTo("b");
    assertThat(world.routes.resolve("extraction", null, "u", Map.of()).version().messages())
        .extracting(message -> message.template().text())
        .containsExactly("b");
    assertThat(world.happened())
        .containsExactly("version.registered extraction", "prompts.reloaded");
  }

  @Test
  void aVersionThatServedACallKeepsItsContentAlsoAfterARestart() {
    world.write("v1.0.0.txt", "a");
    reload();
    world.prompts.markUsed("extraction", FIRST);
    world.happened();
    world.write("v1.0.0.txt", "b");

    assertRefused(reload(), "extraction@v1.0.0 was used and cannot change");
    assertThat(world.happened()).containsExactly("version.refused extraction", "prompts.reloaded");
    assertRefused(reload(), "was used");
    assertThat(world.happened()).as("a refusal is journaled once").isEmpty();
    world.database.change(handle ->
        Prompts.persistUsed(handle, "prompt", "extraction", "1.0.0", Instant.ofEpochMilli(5)));

    restart();

    assertRefused(reload(), "was used");
    assertThat(text("extraction", "1.0.0", Map.of())).isEqualTo("a");
  }

  @Test
  void aVersionBeyondDevKeepsItsContentEvenBackInDev() {
    world.write("v1.0.0.txt", "a");
    world.write("v2.0.0.txt", "x");
    reload();
    stage("v1.0.0", "staging");
    stage("v1.0.0", "dev");
    world.write("v1.0.0.txt", "b");

    assertRefused(reload(), "was used");
  }

  private void stage(String version, String stage) {
    String body = "{\"stage\":\"" + stage + "\"}";
    assertThat(world.client.post("/api/prompts/versions/" + version + "/stage", body).status())
        .isEqualTo(200);
  }

  private void assertRefused(ReloadReport report, String reason) {
    assertThat(report.refused()).hasSize(1);
    assertThat(report.refused().getFirst().reason()).contains(reason);
    assertThat(report.refused().getFirst().file()).isEqualTo("v1.0.0.txt");
    assertThat(text("extraction", "1.0.0", Map.of())).isEqualTo("a");
  }

  @Test
  void aVanishedFileTakesNothingAway() throws IOException {
    Path file = world.write("v1.0.0.txt", "a");
    reload();
    Files.delete(file);

    assertThat(reload().missing())
        .extracting(ReloadReport.Item::file)
        .containsExactly("v1.0.0.txt");
    restart();

    assertThat(text("extraction", "1.0.0", Map.of())).isEqualTo("a");
    assertThat(reload().missing()).hasSize(1);
  }

  @Test
  void aNewFileNeverMovesTheDefault() {
    world.write("v1.0.0.txt", "a");
    world.write("v1.1.0-rc.1.txt", "rc");
    reload();
    world.write("v2.0.0.txt", "b");
    reload();
    restart();

    assertThat(world.routes.defaultVersion("extraction")).contains(FIRST);
    assertThat(world.client.get("/api/prompts/versions").body())
        .contains("\"default_version\":\"v1.0.0\"");
    assertThat(world.routes.resolve("extraction", "latest", "u", Map.of()).version().version())
        .hasToString("v2.0.0");
  }

  @Test
  void aBrokenFileTakesNothingWithIt() {
    world.write("v1.0.0.txt", "a");
    reload();
    world.happened();
    world.write("v1.0.0.txt", "---\nmodel: [\n---\nb");
    world.write("v1.1.0.txt", "good");

    ReloadReport report = reload();

    assertThat(report.added()).extracting(ReloadReport.Item::version).containsExactly("v1.1.0");
    assertThat(report.missing()).isEmpty();
    assertThat(text("extraction", "1.0.0", Map.of())).isEqualTo("a");
    assertThat(world.happened())
        .containsExactly(
            "version.registered extraction", "version.refused extraction", "prompts.reloaded");
  }

  @Test
  void aFileThatBreaksTheSchemaOfItsReadersIsRefused() {
    world.write("v1.0.0.txt", "---\noutput_schema: {properties: {a: {type: string}}}\n---\nx");
    world.write("v1.1.0.txt", "---\noutput_schema: {properties: {a: {type: integer}}}\n---\nx");
    world.write("v2.0.0.txt", "---\noutput_schema: {properties: {a: {type: integer}}}\n---\nx");

    ReloadReport report = reload();

    assertThat(report.added())
        .extracting(ReloadReport.Item::version)
        .containsExactly("v1.0.0", "v2.0.0");
    assertThat(report.refused().getFirst().reason()).contains("a was string and is integer");
  }

  @Test
  void aRequestAndAFileDoNotOverwriteEachOther() {
    world.client.post("/api/prompts/versions", "{\"version\":\"1.0.0\",\"template\":\"a\"}");
    world.write("v1.0.0.txt", "b");

    assertRefused(reload(), "is registered with other content");
  }

  /** File, its content, and part of the reason with the line in front of it. */
  @Test
  void saysOfEveryBadFileWhatIsWrongAndWhere() throws IOException {
    List<String[]> table =
        List.of(
            new String[] {"p/v1.txt", "x", "not a semantic version: v1"},
            new String[] {"p/v01.0.0.txt", "x", "not a semantic version: v01.0.0"},
            new String[] {
              "p/v1.0.0.yaml", "template: a\ntemplate: b", "2: the key template comes twice"
            },
            new String[] {"p/v1.0.1.yaml", "a\n", "1: must be fields"},
            new String[] {"p/v1.0.2.yaml", "template: x\nmodle: y", "2: modle: is not a field"},
            new String[] {"p/v1.0.3.yaml", "\ttemplate: x", "1: not YAML"},
            new String[] {"p/v1.0.4.yaml", "x: &a 1\ntemplate: *a", "1: anchors and aliases"},
            new String[] {"p/v1.0.5.yaml", "template: !!str x", "1: tags are not read"},
            new String[] {"p/v1.0.6.yaml", "template: x\n---\ntemplate: y", "2: a second document"},
            new String[] {
              "p/v1.0.7.yaml", "template: x\nparameters: {t: .inf}", "2: not a number of JSON"
            },
            new String[] {
              "p/v1.0.8.yaml",
              "messages:\n- role: user\n  content: a\n- role: boss\n  content: b",
              "4: messages[1].role"
            },
            new String[] {
              "p/v1.0.9.yaml",
              "template: x\nmetadata: " + "[".repeat(40) + "]".repeat(40),
              "2: nested deeper"
            },
            new String[] {
              "p/v1.0.10.yaml", "template: x\nparameters: 5", "2: parameters: must be an object"
            },
            new String[] {"p/v1.0.11.yaml", "", "null: template: is empty"},
            new String[] {"p/v1.0.12.yaml", "template: x\n<<: {a: b}", "2: merge keys"},
            new String[] {"p/v1.0.13.yaml", "? [a]\n: b", "1: a key must be text"},
            new String[] {"p/v1.1.0.txt", "  \n", "1: text: is empty"},
            new String[] {
              "p/v1.1.1.txt",
              "---\nmodel: x\n",
              "1: the fields that begin on the first line do not end"
            },
            new String[] {
              "p/v1.1.2.txt", "---\ntemplate: x\n---\ny", "2: template: cannot stand beside"
            },
            new String[] {
              "p/v1.1.3.txt", "---\ntemplate_format: python\n---\nfine\n{a", "5: text: "
            },
            new String[] {
              "p/v1.1.4.txt", "a\u0000b", "1: text: must not hold the character U+0000"
            },
            new String[] {
              "p/v1.1.5.txt", "x".repeat((1 << 20) + 1), "null: larger than 1048576 bytes"
            },
            new String[] {
              "p/v1.1.6.md",
              "---\nmessages: [" + "{role: user, content: x},".repeat(101) + "]\n---\n",
              "2: messages: must have at most 100"
            },
            new String[] {
              "versions/v1.0.0.txt", "x", "null: the name of a prompt cannot be versions"
            },
            new String[] {"a b/v1.0.0.txt", "x", "null: the name of a prompt must be"});
    table.forEach(row -> world.write(row[0], row[1]));
    world.write("p/v1.2.0.txt", new byte[] {'a', '\n', (byte) 0xC3, '\n'});
    world.write("p/v1.3.0.txt", "x");
    world.write("p/v1.3.0.md", "x");
    world.write("p/README.md", "about");
    world.write("p/.v9.0.0.txt.swp", "x");
    Path outside = Files.writeString(folder.resolveSibling("secret.txt"), "secret");
    Files.createSymbolicLink(folder.resolve("p/v1.4.0.txt"), outside);
    Files.createSymbolicLink(folder.resolve("p/v1.5.0.txt"), folder.resolve("p/nothing"));
    Files.createSymbolicLink(folder.resolve("elsewhere"), folder.getParent());
    Files.createSymbolicLink(folder.resolve("p/v1.6.0.txt"), folder.resolve("p/README.md"));
    Files.createDirectories(folder.resolve("p/v1.7.0.txt"));

    ReloadReport report = reload();

    List<String> refused =
        report.refused().stream().map(r -> r.file() + " " + r.line() + ": " + r.reason()).toList();
    for (String[] row : table) {
      String file = row[0].matches("(versions|a b)/.*") ? row[0].split("/")[0] : row[0];
      assertThat(refused).anySatisfy(line -> assertThat(line).startsWith(file).contains(row[2]));
    }
    assertThat(refused)
        .anySatisfy(line -> assertThat(line).startsWith("p/v1.2.0.txt 2: not UTF-8"))
        .anySatisfy(line -> assertThat(line).startsWith("p/v1.3.0.md null: another file is"))
        .anySatisfy(line -> assertThat(line).startsWith("p/v1.3.0.txt null: another file is"))
        .anySatisfy(line -> assertThat(line).startsWith("p/v1.4.0.txt null: a link that leaves"))
        .anySatisfy(line -> assertThat(line).startsWith("p/v1.5.0.txt null: a link that leaves"))
        .anySatisfy(line -> assertThat(line).startsWith("elsewhere null: a link that leaves"));
    assertThat(report.added()).extracting(ReloadReport.Item::file).containsExactly("p/v1.6.0.txt");
    assertThat(report.ignored())
        .extracting(ReloadReport.Refused::file)
        .containsExactly("p/README.md", "p/v1.7.0.txt");
    assertThat(world.client.get("/api/prompts/p/versions").body()).doesNotContain("secret");
    assertThat(new String(Files.readAllBytes(outside), StandardCharsets.UTF_8)).isEqualTo("secret");
  }
}
