// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TemplateTest {
  private static Template python(String text) {
    return Template.parse(text, TemplateFormat.PYTHON);
  }

  @Test
  void listsVariablesAndFieldsInOrderOfAppearance() {
    Template template = python("{b.x:.2f} {a} {b[0]!r:>{width}} {{c}} {a}");
    assertThat(template.variables()).containsExactly("b", "a", "width");
    assertThat(template.fields())
        .containsExactly(
            new Field("b", "b.x", "{b.x:.2f}"),
            new Field("a", "a", "{a}"),
            new Field("b", "b[0]", "{b[0]!r:>{width}}"),
            new Field("width", "width", "{width}"),
            new Field("a", "a", "{a}"));
  }

  @Test
  void namesEveryProblemOnceAndInOrder() {
    Template template =
        python("{a} {b.c.d} {n:.2f} {a} {n:>{width}.{precision}} {list[3]} {ok} {n:.2f}");
    Map<String, ?> values =
        Map.of("b", Map.of("x", 1), "n", "abc", "list", List.of(1), "ok", 1, "width", 3);
    assertThat(template.render(values))
        .isEqualTo(
            new Rendered.Problems(
                List.of(
                    new Problem("a", "missing"),
                    new Problem("b.c", "missing"),
                    new Problem("n", "format code 'f' needs a number, got a string \"abc\""),
                    new Problem("precision", "missing"),
                    new Problem("list[3]", "[3] is out of range, the list has size 1"))));
  }

  @Test
  void reportsNamesThatItDoesNotUse() {
    Template template = python("{a} {b}");
    assertThat(template.render(Map.of("a", 1, "b", 2)))
        .isEqualTo(new Rendered.Text("1 2", Set.of()));
    assertThat(template.render(Map.of("a", 1, "b", 2, "c", 3, "d", 4)))
        .isEqualTo(new Rendered.Text("1 2", Set.of("c", "d")));
  }

  @ParameterizedTest
  @EnumSource(TemplateFormat.class)
  void boundsTheLengthOfATemplate(TemplateFormat format) {
    String longest = "x".repeat(Template.MAX_LENGTH);
    assertThat(Template.parse(longest, format).render(Map.of()))
        .isEqualTo(new Rendered.Text(longest, Set.of()));
    assertThatThrownBy(() -> Template.parse(longest + "x", format))
        .isInstanceOf(TemplateSyntaxException.class)
        .hasMessageContaining("at most 1000000 characters");
  }

  @Test
  void boundsTheLengthOfARendering() {
    String tenth = "x".repeat(Template.MAX_RENDERED_LENGTH / 10);
    Template template = python("{x}".repeat(10) + "{y}");
    assertThat(template.render(Map.of("x", tenth, "y", ""))).isInstanceOf(Rendered.Text.class);
    assertThat(template.render(Map.of("x", tenth, "y", "z")))
        .isEqualTo(
            new Rendered.Problems(
                List.of(
                    new Problem(
                        "y", "makes the text longer than the limit of 10000000 characters"))));
  }

  @Test
  void keepsItsTextAndTheLanguageItWasReadIn() {
    Template template = Template.parse("{{ x }}", TemplateFormat.AUTO);
    assertThat(template.text()).isEqualTo("{{ x }}");
    assertThat(template.format()).isEqualTo(TemplateFormat.MUSTACHE);
  }

  @Test
  void namesItsFormatsInLowerCase() {
    for (TemplateFormat format : TemplateFormat.values()) {
      assertThat(TemplateFormat.named(format.label())).contains(format);
    }
    assertThat(TemplateFormat.named("Python")).contains(TemplateFormat.PYTHON);
    assertThat(TemplateFormat.named("jinja")).isEmpty();
  }

  /** The promise of a render that allocates nothing but its result and the builder of it. */
  @ParameterizedTest
  @EnumSource(
      value = TemplateFormat.class,
      names = {"PYTHON", "MUSTACHE"})
  void allocatesTheResultAndItsBuilderOnly(TemplateFormat format) {
    String field = format == TemplateFormat.PYTHON ? "{v%d}" : "{{ v%d }}";
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      text.append("x".repeat(400)).append(field.formatted(i));
    }
    Template template = Template.parse(text.toString(), format);
    Map<String, ?> values = Map.of("v0", "abc", "v1", 12, "v2", true, "v3", "", "v4", 1L << 40);
    long characters = ((Rendered.Text) template.render(values)).text().length();
    long slack = 200; // object headers, the result's record, estimates of numbers
    assertThat(allocatedPerRender(template, values)).isLessThan(2 * characters + slack);
  }

  private static long allocatedPerRender(Template template, Map<String, ?> values) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      int length = 0;
      for (int i = 0; i < 1_000; i++) {
        length += template.render(values) instanceof Rendered.Text text ? text.text().length() : 0;
      }
      assertThat(length).isPositive();
      least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / 1_000);
    }
    return least;
  }
}
