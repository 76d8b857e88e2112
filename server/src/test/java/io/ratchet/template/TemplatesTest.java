// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TemplatesTest {
  private static final List<Template> MESSAGES =
      List.of(
          Template.parse("You are {role}.", TemplateFormat.AUTO),
          Template.parse("{{ question }} for {{ role }}", TemplateFormat.AUTO));

  @Test
  void rendersAllWithTheSameVariables() {
    assertThat(Templates.renderAll(MESSAGES, Map.of("role", "a nurse", "question", "why")))
        .isEqualTo(new RenderedAll.Texts(List.of("You are a nurse.", "why for a nurse"), Set.of()));
  }

  @Test
  void reportsOnlyNamesThatNoneUses() {
    assertThat(Templates.renderAll(MESSAGES, Map.of("role", "r", "question", "q", "mood", "glad")))
        .isEqualTo(new RenderedAll.Texts(List.of("You are r.", "q for r"), Set.of("mood")));
  }

  @Test
  void namesTheProblemsOfAllEachOnce() {
    assertThat(Templates.renderAll(MESSAGES, Map.of("mood", "glad")))
        .isEqualTo(
            new Rendered.Problems(
                List.of(new Problem("role", "missing"), new Problem("question", "missing"))));
  }

  @Test
  void joinsTheVariables() {
    assertThat(Templates.variables(MESSAGES)).containsExactly("role", "question");
    assertThat(Templates.variables(List.of())).isEmpty();
  }

  @Test
  void rendersNothingToNothing() {
    assertThat(Templates.renderAll(List.of(), Map.of("a", 1)))
        .isEqualTo(new RenderedAll.Texts(List.of(), Set.of("a")));
  }
}
