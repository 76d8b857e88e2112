// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** Every row of the table that {@code vectors/python_format.py} wrote with a real Python. */
class PythonTableTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** What Python made of a template: the text, or null where it raised an error. */
  record Row(
      String template,
      Map<String, @Nullable Object> variables,
      @Nullable String expected,
      @Nullable String error) {
    String title() {
      return template + " with " + variables + " " + (error == null ? "renders" : "is refused");
    }
  }

  @TestFactory
  Stream<DynamicTest> rendersAndRefusesAsPythonDoes() throws IOException {
    return rows().stream()
        .map(row ->
            DynamicTest.dynamicTest(Described.shortened(row.title(), 120), () -> check(row)));
  }

  @Test
  void holdsHundredsOfResultsAndRefusals() throws IOException {
    assertThat(rows()).filteredOn(row -> row.expected() != null).hasSizeGreaterThan(1000);
    assertThat(rows()).filteredOn(row -> row.error() != null).hasSizeGreaterThan(200);
  }

  private static void check(Row row) {
    String outcome = outcome(row);
    if (row.error() == null) {
      assertThat(outcome).isEqualTo(row.expected());
    } else {
      assertThat(outcome).as(row.error()).isEqualTo("refused");
    }
  }

  private static String outcome(Row row) {
    try {
      Template template = Template.parse(row.template(), TemplateFormat.PYTHON);
      return switch (template.render(row.variables())) {
        case Rendered.Text rendered -> rendered.text();
        case Rendered.Problems problems -> {
          assertThat(problems.problems()).isNotEmpty();
          yield row.error() == null ? problems.toString() : "refused";
        }
      };
    } catch (TemplateSyntaxException refused) {
      return row.error() == null ? refused.toString() : "refused";
    }
  }

  private static List<Row> rows() throws IOException {
    try (InputStream table =
        PythonTableTest.class.getResourceAsStream("/template/python_format.jsonl")) {
      String text = new String(requireNonNull(table).readAllBytes(), UTF_8);
      return text.lines().map(line -> JSON.readValue(line, Row.class)).toList();
    }
  }
}
