// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class DemoTest {
  @Test
  void everyPlaceOfTheTraceAlwaysHasTheSameRequest() {
    Notes notes = Notes.read(DemoFiles.text("notes.jsonl"));
    Trace.Arrival arrival = Trace.read(DemoFiles.text("azure_llm_code.csv")).arrivals().getFirst();
    JsonNode request = notes.request(17, arrival);

    assertThat(notes.notes()).hasSizeGreaterThanOrEqualTo(40);
    assertThat(notes.request(17, arrival)).isEqualTo(request);
    assertThat(notes.request(18, arrival)).isNotEqualTo(request);
    assertThat(Json.text(request.path("simulate")))
        .isEqualTo("{\"input_tokens\":4808,\"output_tokens\":10,\"seed\":17}");
  }

  @Test
  void writesWhatTheServerLoadsAndKeepsWhatIsThere(@TempDir Path directory) throws IOException {
    Path prompts = directory.resolve("prompts");
    Path mine = prompts.resolve("extraction/v1.0.0.txt");
    Files.createDirectories(prompts.resolve("extraction"));
    Files.writeString(mine, "mine");
    Map<String, String> settings = Demo.install(prompts, directory.resolve("data"));

    assertThat(mine).hasContent("mine");
    assertThat(prompts.resolve("extraction/v1.1.0.txt")).isNotEmptyFile();
    assertThat(prompts.resolve("extraction/v2.0.0.yaml")).isNotEmptyFile();
    assertThat(settings)
        .containsEntry("prompts.directory", prompts.toString())
        .containsEntry("providers.default", "simulated");
    for (String key : List.of("knowledge", "behaviours")) {
      assertThat(Path.of(settings.getOrDefault("providers.simulated." + key, ""))).isNotEmptyFile();
    }
  }
}
