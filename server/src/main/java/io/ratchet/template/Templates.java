// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Several templates with the same variables, such as the messages of one prompt. */
public final class Templates {
  private Templates() {}

  /** The names of the variables of all templates, in order of appearance. */
  public static Set<String> variables(List<Template> templates) {
    Set<String> names = new LinkedHashSet<>();
    templates.forEach(template -> names.addAll(template.variables()));
    return Collections.unmodifiableSet(names);
  }

  /** All the texts, or everything that stands in the way of any of them. */
  public static RenderedAll renderAll(
      List<Template> templates, Map<String, ? extends @Nullable Object> values) {
    List<String> texts = new ArrayList<>(templates.size());
    for (Template template : templates) {
      String text = template.write(values);
      if (text == null) {
        return new Rendered.Problems(problems(templates, values));
      }
      texts.add(text);
    }
    return new RenderedAll.Texts(
        Collections.unmodifiableList(texts), unused(values.keySet(), variables(templates)));
  }

  private static List<Problem> problems(
      List<Template> templates, Map<String, ? extends @Nullable Object> values) {
    Set<Problem> problems = new LinkedHashSet<>();
    templates.forEach(template -> problems.addAll(template.problems(values)));
    return List.copyOf(problems);
  }

  /** The given names that are not used, where all that are used are given. */
  static Set<String> unused(Set<String> given, Set<String> used) {
    if (given.size() == used.size()) {
      return Set.of();
    }
    Set<String> extra = new LinkedHashSet<>(given);
    extra.removeAll(used);
    return Collections.unmodifiableSet(extra);
  }
}
