// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutoDetectionTest {
  /** A text, the language it is taken for, and what it renders to where x has the value "<x>". */
  record Case(String text, TemplateFormat format, String rendered, List<String> variables) {}

  private static Case python(String text, String rendered, String... variables) {
    return new Case(text, TemplateFormat.PYTHON, rendered, List.of(variables));
  }

  private static Case mustache(String text, String rendered, String... variables) {
    return new Case(text, TemplateFormat.MUSTACHE, rendered, List.of(variables));
  }

  private static Case literal(String text) {
    return mustache(text, text);
  }

  @TestFactory
  Stream<DynamicTest> tellsTheLanguageFromTheText() {
    return Stream.of(fields(), jsonExamples(), code(), prompts())
        .flatMap(List::stream)
        .map(each ->
            DynamicTest.dynamicTest(
                "text: " + Described.shortened(each.text(), 60), () -> check(each)));
  }

  private static void check(Case expected) {
    Template template = Template.parse(expected.text(), TemplateFormat.AUTO);
    assertThat(template.format()).isEqualTo(expected.format());
    assertThat(template.variables()).containsExactlyElementsOf(expected.variables());
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    template.variables().forEach(name -> values.put(name, "<" + name + ">"));
    assertThat(template.render(values))
        .isInstanceOfSatisfying(
            Rendered.Text.class, text -> assertThat(text.text()).isEqualTo(expected.rendered()));
  }

  private static List<Case> fields() {
    return List.of(
        literal(""),
        literal("no braces at all"),
        python("{name}", "<name>", "name"),
        python("Dear {first-name},", "Dear <first-name>,", "first-name"),
        python("{{literal}} {name}", "{literal} <name>", "name"),
        python("{{ x }} {y}", "{ x } <y>", "y"),
        python("{{{name}}}", "{<name>}", "name"),
        python("{name!r:>10}", "  '<name>'", "name"),
        python("{größe}", "<größe>", "größe"),
        mustache("{{ name }}", "<name>", "name"),
        mustache("{{name}}", "<name>", "name"),
        mustache("{{{ name }}}", "<name>", "name"),
        mustache("{{{ name }}", "{<name>", "name"),
        mustache("{{& name}}", "<name>", "name"),
        mustache("{{\n  name\n}}", "<name>", "name"),
        mustache("{{ a }}{{b}} }} {", "<a><b> }} {", "a", "b"),
        mustache("{{ x }} and {}", "<x> and {}", "x"),
        mustache("{{ x }} and {0}", "<x> and {0}", "x"),
        mustache("{{ x }} and { y }", "<x> and { y }", "x"),
        mustache("{{ x }} and {y:.2q}", "<x> and {y:.2q}", "x"),
        literal("{}"),
        literal("{0} and {1}"),
        literal("{0} and {name}"),
        literal("{ name }"),
        literal("{first name}"),
        literal("{..."),
        literal("{name"),
        literal("name}"),
        literal("{{name}"),
        literal("{{}}"),
        literal("{{ }}"),
        literal("{{ two words }}"),
        literal("{{ name | upper }}"),
        literal("{{! a remark }}"),
        literal("{{#1}}"),
        literal("{{{{"),
        literal("}}}}{{"));
  }

  private static List<Case> jsonExamples() {
    return List.of(
        literal("Answer with {\"a\": 1}"),
        literal("Answer with {\"a\": {\"b\": 1}}"),
        literal("Answer with {\"a\": {\"b\": {\"c\": [{}]}}}"),
        literal("{\"a\":{\"b\":{\"c\":1}}}"),
        literal("{{\"a\": 1}}"),
        literal("{'a': 'b'}"),
        literal("{\n  \"name\": \"string\",\n  \"tags\": [\"string\"]\n}"),
        literal("{name: string, age: number}"),
        literal("{ name: \"Ada\" }"),
        mustache("{{ x }} as {\"a\": 1}", "<x> as {\"a\": 1}", "x"),
        mustache("{\"a\": {{ x }}}", "{\"a\": <x>}", "x"),
        mustache("{\"a\":{{x}}}", "{\"a\":<x>}", "x"),
        mustache("{\"a\": {\"b\": {{ x }}}}", "{\"a\": {\"b\": <x>}}", "x"),
        mustache("{\"a\": \"{{x}}\", \"b\": {}}", "{\"a\": \"<x>\", \"b\": {}}", "x"),
        literal("{name} as {\"a\": 1}"),
        python("{name} as {{\"a\": 1}}", "<name> as {\"a\": 1}", "name"),
        python("{{\"a\": {{\"b\": \"{x}\"}}}}", "{\"a\": {\"b\": \"<x>\"}}", "x"));
  }

  private static List<Case> code() {
    return List.of(
        literal("function f() { return 1; }"),
        literal("if (a) {b();}"),
        literal("body {color: red}"),
        literal("\\frac{1}{2}"),
        literal("\\d{3}-\\d{4}"),
        literal("{% if x %}yes{% endif %}"),
        literal("int a[2][2] = {{1, 2}, {3, 4}};"),
        literal("{a, b}"),
        literal("{a + b}"),
        literal("{date:%Y-%m-%d}"),
        literal("f\"{value=}\""),
        literal("{[0]}"),
        literal("{.name}"),
        literal("{e.g. this}"),
        mustache("${{ reference }}", "$<reference>", "reference"));
  }

  private static List<Case> prompts() {
    return List.of(
        mustache(
            """
            You extract facts from clinical notes. Answer with JSON only, in this form:
            {
              "patient": {"age": 54, "sex": "f"},
              "diagnoses": [{"code": "I10", "name": "hypertension"}],
              "medications": []
            }
            Use null where the note is silent.

            Note:
            {{ note }}
            """,
            """
            You extract facts from clinical notes. Answer with JSON only, in this form:
            {
              "patient": {"age": 54, "sex": "f"},
              "diagnoses": [{"code": "I10", "name": "hypertension"}],
              "medications": []
            }
            Use null where the note is silent.

            Note:
            <note>
            """,
            "note"),
        python(
            """
            You are {persona}. Answer in {language} with JSON in this form:
            {{"answer": "...", "sources": [{{"page": 1}}], "meta": {{}}}}
            Question: {question}
            """,
            """
            You are <persona>. Answer in <language> with JSON in this form:
            {"answer": "...", "sources": [{"page": 1}], "meta": {}}
            Question: <question>
            """,
            "persona",
            "language",
            "question"),
        python(
            "🔥 {hook} - {cta} #trending #{tag}",
            "🔥 <hook> - <cta> #trending #<tag>",
            "hook",
            "cta",
            "tag"),
        literal(
            """
            Return an object of this schema and nothing else:
            {"type": "object", "properties": {"total": {"type": "number"}}, "required": ["total"]}
            """),
        mustache(
            "Examples:\nin: red -> {\"hex\": \"#f00\"}\nin: {{color}} ->",
            "Examples:\nin: red -> {\"hex\": \"#f00\"}\nin: <color> ->",
            "color"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{{#items}}x{{/items}}", "a {{^none}}", "{{ /if }}", "{{#if x}}", "{{{#x}}}"})
  void refusesSectionsSinceTheyWouldBeSentAsText(String text) {
    assertThatThrownBy(() -> Template.parse(text, TemplateFormat.AUTO))
        .isInstanceOf(TemplateSyntaxException.class)
        .hasMessageContaining("sections are not supported");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{> header}}", "{{>header}}"})
  void refusesPartialsSinceTheyWouldBeSentAsText(String text) {
    assertThatThrownBy(() -> Template.parse(text, TemplateFormat.AUTO))
        .isInstanceOf(TemplateSyntaxException.class)
        .hasMessageContaining("partials are not supported");
  }
}
