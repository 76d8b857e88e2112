// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PromptDiffTest {
  private static PromptVersion version(String version, String yaml) {
    PromptText.Result read = PromptText.read(yaml, "txt", Limits.USUAL);
    PromptFields.Draft draft = ((PromptText.Result.Content) read).draft();
    return PromptVersion.of(
        "extraction",
        Semver.parse(version),
        Origin.FILE,
        "txt",
        draft.content(),
        null,
        null,
        Instant.EPOCH,
        "test");
  }

  @Test
  void showsLinesVariablesSchemaAndModel() {
    PromptVersion from =
        version(
            "1.0.0",
            """
            ---
            model: openai/gpt-4o-mini
            output_schema: {properties: {age: {type: string}}}
            ---
            Read the note.
            Be brief.
            {{ document }} {{ tone }}
            """);
    PromptVersion to =
        version(
            "2.0.0",
            """
            ---
            model: openai/gpt-4o
            output_schema: {properties: {age: {type: integer}, sex: {type: string}}}
            ---
            Read the note.
            Be exact.
            Copy, never guess.
            {{ document }} {{ language }}
            """);

    PromptDiff diff = PromptDiff.between(from, to);

    assertThat(diff.text())
        .isEqualTo(
            """
            --- extraction@v1.0.0
            +++ extraction@v2.0.0
            @@ -1,3 +1,4 @@
             Read the note.
            -Be brief.
            -{{ document }} {{ tone }}
            +Be exact.
            +Copy, never guess.
            +{{ document }} {{ language }}
            """);
    assertThat(diff.linesAdded()).isEqualTo(3);
    assertThat(diff.linesRemoved()).isEqualTo(2);
    assertThat(diff.isBreaking()).isTrue();
    assertThat(Json.text(diff.json()))
        .contains("\"variables_added\":[\"language\"]", "\"variables_removed\":[\"tone\"]")
        .contains("{\"path\":\"age\",\"change\":\"was string and is integer\",\"breaking\":true}")
        .contains("{\"path\":\"sex\",\"change\":\"is new\",\"breaking\":false}")
        .contains("\"model\":{\"from\":\"openai/gpt-4o-mini\",\"to\":\"openai/gpt-4o\"}")
        .contains("\"parameters\":null");
  }

  @Test
  void equalVersionsHaveNoDiff() {
    PromptVersion version = version("1.0.0", "a\nb");

    PromptDiff diff = PromptDiff.between(version, version);

    assertThat(diff.text()).isEmpty();
    assertThat(diff.linesAdded() + diff.linesRemoved()).isZero();
    assertThat(diff.schemaChanges()).isEmpty();
  }

  /** Two long texts without a common line would keep a shortest-diff search busy for minutes. */
  @Test
  void veryLongTextsAreShownAsReplacedWhole() {
    PromptDiff diff =
        PromptDiff.between(
            version("1.0.0", "a\n".repeat(200_000)), version("1.0.1", "b\n".repeat(200_000)));

    assertThat(diff.linesAdded()).isEqualTo(200_000);
    assertThat(diff.linesRemoved()).isEqualTo(200_000);
  }
}
