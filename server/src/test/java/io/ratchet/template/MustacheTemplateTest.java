// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MustacheTemplateTest {
  private static String render(String text, Map<String, ? extends @Nullable Object> values) {
    return switch (Template.parse(text, TemplateFormat.MUSTACHE).render(values)) {
      case Rendered.Text rendered -> rendered.text();
      case Rendered.Problems problems -> problems.problems().toString();
    };
  }

  private static String shown(@Nullable Object value) {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("x", value);
    return render("{{ x }}", values);
  }

  @Test
  void showsStringsAsTheyAre() {
    assertThat(shown("a <b> & \"c\" {{ d }}\n")).isEqualTo("a <b> & \"c\" {{ d }}\n");
  }

  @Test
  void showsOtherScalarsAsJson() {
    assertThat(shown(true)).isEqualTo("true");
    assertThat(shown(false)).isEqualTo("false");
    assertThat(shown(null)).isEqualTo("null");
    assertThat(shown(1)).isEqualTo("1");
    assertThat(shown(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(shown(BigInteger.TEN.pow(30))).isEqualTo("1" + "0".repeat(30));
    assertThat(shown(0.1)).isEqualTo("0.1");
    assertThat(shown(1.0)).isEqualTo("1.0");
    assertThat(shown(-0.0)).isEqualTo("-0.0");
    assertThat(shown(1e16)).isEqualTo("1e+16");
    assertThat(shown(1e-5)).isEqualTo("1e-05");
    assertThat(shown(new BigDecimal("1.10"))).isEqualTo("1.10");
  }

  @Test
  void refusesNumbersThatJsonDoesNotHave() {
    assertThat(shown(Double.NaN)).isEqualTo("[x: is a number that JSON does not have: NaN]");
    assertThat(shown(List.of(Double.NEGATIVE_INFINITY)))
        .isEqualTo("[x: is a number that JSON does not have: -Infinity]");
  }

  @Test
  void showsListsAndMapsAsCompactJson() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("a", 1);
    map.put("b \"c\"", Arrays.asList("x\\y", null, true, 2.5, List.of(), Map.of()));
    map.put("d", "line\nbreak\ttab\r\b\f\u0001\u001f é 😀");
    assertThat(shown(map))
        .isEqualTo(
            "{\"a\":1,\"b \\\"c\\\"\":[\"x\\\\y\",null,true,2.5,[],{}],"
                + "\"d\":\"line\\nbreak\\ttab\\r\\b\\f\\u0001\\u001f é 😀\"}");
  }

  @Test
  void followsDotsIndexesAndKeys() {
    Map<String, ?> values =
        Map.of(
            "user", Map.of("tags", List.of("a", "b"), "full name", "Ada L"),
            "rows", List.of(Map.of("price", 2)));
    assertThat(render("{{ user.tags[1] }}", values)).isEqualTo("b");
    assertThat(render("{{user[full name]}}", values)).isEqualTo("Ada L");
    assertThat(render("{{ rows[0].price }}", values)).isEqualTo("2");
    assertThat(render("{{ rows[1].price }}", values))
        .isEqualTo("[rows[1].price: [1] is out of range, the list has size 1]");
    assertThat(render("{{ user.email.domain }}", values)).isEqualTo("[user.email: missing]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "}}",
        "{name}",
        "{\"a\": {\"b\": 1}}",
        "{{\"a\": 1}}",
        "{{1, 2}, {3, 4}}",
        "{{}}",
        "{{ }}",
        "{{",
        "{{{{",
        "{{{}}}",
        "{{\n",
        "{{ \"name\" }}",
        "{{#1}}",
      })
  void leavesBracesWithoutANameAsTheyAre(String text) {
    assertThat(render(text, Map.of())).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{{#items}} | sections are not supported",
        "{{ ^none }} | sections are not supported",
        "{{/items}} | sections are not supported",
        "{{#if x}} | sections are not supported",
        "{{> header}} | partials are not supported",
        "{{! remark}} | comments are not supported",
        "{{=<% %>=}} | other delimiters are not supported",
        "{{ name | is not closed with '}}'",
        "{{name} | is not closed with '}}'",
        "{{ two words }} | only '.' or '[' may follow a name",
        "{{ f(x) }} | only '.' or '[' may follow a name",
        "{{ a. }} | a name is expected after '.'",
        "{{ a[ }} | ']' is missing",
        "{{ a[] }} | '[]' is empty",
      })
  void refusesWhatBeginsLikeAVariableAndIsNone(String text, String message) {
    assertThatThrownBy(() -> Template.parse(text, TemplateFormat.MUSTACHE))
        .isInstanceOf(TemplateSyntaxException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("at 1:1");
  }
}
