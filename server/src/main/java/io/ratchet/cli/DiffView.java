// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The comparison of two versions as text: a unified diff, variables, metrics. */
final class DiffView {
  private DiffView() {}

  static String of(JsonNode answer, Terminal terminal) {
    StringBuilder text = new StringBuilder();
    String diff = answer.path("diff").asString("");
    text.append(diff.isBlank() ? "the texts are the same\n" : coloured(diff, terminal));
    variables(answer, "variables_added", "added", text);
    variables(answer, "variables_removed", "removed", text);
    JsonNode metrics = answer.path("metrics");
    if (metrics.path("from").isObject() && metrics.path("to").isObject()) {
      text.append('\n')
          .append(MetricsViews.versions(List.of(metrics.path("from"), metrics.path("to"))));
    }
    return text.toString();
  }

  private static void variables(JsonNode answer, String field, String word, StringBuilder text) {
    if (!answer.path(field).isEmpty()) {
      text.append("\nvariables ")
          .append(word)
          .append(": ")
          .append(PromptViews.words(answer.path(field)))
          .append('\n');
    }
  }

  private static String coloured(String diff, Terminal terminal) {
    return diff.lines()
        .map(line -> line(line, terminal))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(String line, Terminal terminal) {
    if (line.startsWith("@@") || line.startsWith("+++") || line.startsWith("---")) {
      return Colour.PLACE.on(terminal, line);
    }
    if (line.startsWith("+")) {
      return Colour.ADDED.on(terminal, line);
    }
    return line.startsWith("-") ? Colour.REMOVED.on(terminal, line) : line;
  }
}
