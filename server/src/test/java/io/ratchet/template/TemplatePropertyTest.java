// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What holds for every text, tried on many from a fixed seed. */
class TemplatePropertyTest {
  private static final int ROUNDS = 20_000;
  private static final String[] PIECES = {
    "{",
    "}",
    "{{",
    "}}",
    "{{{",
    "}}}",
    "a",
    "b.c",
    "[0]",
    "[k]",
    ":",
    "!",
    "!r",
    ">5",
    ".2f",
    "\"",
    "'",
    "\n",
    " ",
    "é",
    "😀",
    "#",
    "/",
    "^",
    "&",
    "|",
    "0",
    "1",
    ",",
    "{a}",
    "{{ a }}",
    "{\"a\": 1}",
    "text",
  };

  private final RandomGenerator chance = new Random(20_260_101);

  private String randomText() {
    StringBuilder text = new StringBuilder();
    for (int i = chance.nextInt(12); i > 0; i--) {
      text.append(PIECES[chance.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  @Test
  void rendersAnEscapedTextToItself() {
    for (int i = 0; i < ROUNDS; i++) {
      String text = randomText();
      String escaped = text.replace("{", "{{").replace("}", "}}");
      Template template = Template.parse(escaped, TemplateFormat.PYTHON);
      assertThat(template.fields()).isEmpty();
      assertThat(template.render(Map.of())).isEqualTo(new Rendered.Text(text, Set.of()));
    }
  }

  @Test
  void detectsALanguageInEveryTextWithoutSections() {
    for (int i = 0; i < ROUNDS; i++) {
      String text = randomText();
      try {
        Template.parse(text, TemplateFormat.AUTO);
      } catch (TemplateSyntaxException refused) {
        assertThat(text).containsPattern("\\{\\{\\s*[#^/]\\s*\\p{L}");
        assertThat(refused).hasMessageContaining("sections are not supported");
      }
    }
  }

  @Test
  void leavesATextWithoutFieldsAsItIs() {
    int without = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = randomText();
      if (!text.matches("(?s).*[#^/].*")) {
        Template template = Template.parse(text, TemplateFormat.AUTO);
        if (template.fields().isEmpty()) {
          without++;
          assertThat(template.render(Map.of())).isEqualTo(new Rendered.Text(text, Set.of()));
        }
      }
    }
    assertThat(without).isGreaterThan(ROUNDS / 10);
  }

  @Test
  void keepsWhatStandsBetweenTheFields() {
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder template = new StringBuilder();
      StringBuilder expected = new StringBuilder();
      for (int part = chance.nextInt(5); part >= 0; part--) {
        String literal = randomText().replace("{", "").replace("}", "");
        String value = randomText();
        template.append(literal).append("{{ ").append("v").append(value.length()).append(" }}");
        expected.append(literal).append(value.length());
      }
      Template parsed = Template.parse(template.toString(), TemplateFormat.MUSTACHE);
      Map<String, Object> values = new HashMap<>();
      parsed.variables().forEach(name -> values.put(name, Integer.valueOf(name.substring(1))));
      assertThat(parsed.render(values)).isEqualTo(new Rendered.Text(expected.toString(), Set.of()));
    }
  }

  @Test
  void rendersTheSameInManyThreadsAtOnce() throws Exception {
    Template template =
        Template.parse("{name!r:>12} {n:,} {price:.{digits}f} {list}", TemplateFormat.PYTHON);
    List<Callable<Rendered>> renders = new ArrayList<>();
    List<Rendered> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Map<String, ?> values =
          Map.of(
              "name",
              "n" + i,
              "n",
              i * 1_000,
              "price",
              i / 8.0,
              "digits",
              i % 5,
              "list",
              List.of(i));
      expected.add(template.render(values));
      renders.add(() -> template.render(values));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Rendered> rendered = new ArrayList<>();
      for (Future<Rendered> each : threads.invokeAll(renders)) {
        rendered.add(each.get());
      }
      assertThat(rendered).isEqualTo(expected);
    }
  }
}
