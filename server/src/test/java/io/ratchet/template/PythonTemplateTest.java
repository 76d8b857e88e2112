// SPDX-License-Identifier: Apache-2.0

package io.ratchet.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Python's table cannot show: where templates are stricter, their messages and their limits.
 */
class PythonTemplateTest {
  private static String render(String text, Map<String, ?> values) {
    return switch (Template.parse(text, TemplateFormat.PYTHON).render(values)) {
      case Rendered.Text rendered -> rendered.text();
      case Rendered.Problems problems -> problems.problems().toString();
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{0}", "{12:>5}", "{0.name}", "{:>5}", "{!r}", "{x:{}}"})
  void refusesPositionsSinceVariablesHaveNames(String text) {
    assertThatThrownBy(() -> Template.parse(text, TemplateFormat.PYTHON))
        .isInstanceOf(TemplateSyntaxException.class);
  }

  @Test
  void saysThatAPositionNeedsAName() {
    assertThatThrownBy(() -> Template.parse("a {0}", TemplateFormat.PYTHON))
        .hasMessage("'{0}' is a position; name the variable, as in {name} at 1:3, near \"{0}\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{ name}", "{name }", "{first name}", "{\"a\": 1}", "{1st}", "{a+b}", "{a. b}"})
  void refusesWhatIsNoName(String text) {
    assertThatThrownBy(() -> Template.parse(text, TemplateFormat.PYTHON))
        .isInstanceOf(TemplateSyntaxException.class);
  }

  @Test
  void pointsAtTheFaultByLineAndColumnInCharacters() {
    TemplateSyntaxException fault =
        catchThrowableOfType(
            TemplateSyntaxException.class,
            () -> Template.parse("one\n\n😀 {name} }\nfour", TemplateFormat.PYTHON));
    assertThat(fault.line()).isEqualTo(3);
    assertThat(fault.column()).isEqualTo(10);
    assertThat(fault.fragment()).isEqualTo("}");
    assertThat(fault).hasMessageContaining("single '}'").hasMessageContaining("at 3:10");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{x:.2f} | format code 'f' needs a number, got a string \"abc\"",
        "{x:d}   | format code 'd' needs an integer, got a string \"abc\"",
        "{x:+}   | a sign in a format needs a number, got a string \"abc\"",
        "{n:d}   | format code 'd' needs an integer, got a number 1.5",
        "{n:s}   | format code 's' needs a string, got a number 1.5",
        "{i:.2}  | a precision needs a number that is no integer, got an integer 7",
        "{i:s}   | format code 's' needs a string, got an integer 7",
        "{none:>5} | a format needs a string or a number, got null",
        "{list:>5} | a format needs a string or a number, got a list of size 1",
        "{x.name} | there is no .name in a string \"abc\"",
        "{i[0]}  | there is no [0] in an integer 7",
        "{list[1]} | [1] is out of range, the list has size 1",
        "{list[a]} | there is no [a] in a list of size 1",
        "{x:{i}q} | the format '7q' has the unknown format code 'q'",
      })
  void saysWhatWasNeededAndWhatWasGiven(String text, String message) {
    Map<String, Object> values = new HashMap<>();
    values.put("x", "abc");
    values.put("n", 1.5);
    values.put("i", 7);
    values.put("list", List.of(1));
    values.put("none", null);
    assertThat(Template.parse(text, TemplateFormat.PYTHON).render(values))
        .isInstanceOfSatisfying(
            Rendered.Problems.class,
            problems ->
                assertThat(problems.problems())
                    .singleElement()
                    .extracting(Problem::message)
                    .isEqualTo(message));
  }

  @ParameterizedTest
  @CsvSource({"{x:10000}, 10000", "{x:.10000f}, 10002", "{x:010000}, 10000"})
  void takesWidthsAndPrecisionsUpToTheLimit(String text, int length) {
    assertThat(render(text, Map.of("x", 1))).hasSize(length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{x:10001}", "{x:.10001f}", "{x:99999999999999999999}"})
  void refusesWidthsAndPrecisionsAboveTheLimit(String text) {
    assertThatThrownBy(() -> Template.parse(text, TemplateFormat.PYTHON))
        .hasMessageContaining("above the limit of 10000");
  }

  @Test
  void refusesAWidthAboveTheLimitThatAVariableGives() {
    assertThat(render("{x:{width}}", Map.of("x", 1, "width", 10_001)))
        .isEqualTo("[x: the format '10001' has a width above the limit of 10000]");
  }

  @Test
  void boundsTheDigitsOfAnIntegerAsPythonDoes() {
    BigInteger largest = BigInteger.TEN.pow(4_300).subtract(BigInteger.ONE);
    assertThat(render("{x}", Map.of("x", largest))).hasSize(4_300);
    assertThat(render("{x}", Map.of("x", largest.negate()))).hasSize(4_301);
    assertThat(render("{x}", Map.of("x", largest.add(BigInteger.ONE))))
        .isEqualTo("[x: is an integer of more than 4300 digits]");
    assertThat(render("{x:x}", Map.of("x", largest.add(BigInteger.ONE))))
        .isEqualTo("[x: is an integer of more than 4300 digits]");
  }

  @Test
  void refusesAValueThatContainsItself() {
    List<Object> endless = new ArrayList<>();
    endless.add(endless);
    assertThat(render("{x}", Map.of("x", endless)))
        .isEqualTo("[x: is nested deeper than 500 levels]");
  }

  @Test
  void takesADecimalForTheDoubleThatPythonWouldReadFromTheSameJson() {
    assertThat(render("{x} {x:.2f}", Map.of("x", new BigDecimal("2.675")))).isEqualTo("2.675 2.67");
    assertThat(render("{x}", Map.of("x", new BigDecimal("1E+400")))).isEqualTo("inf");
  }

  @Test
  void findsDigitsInAMapSinceTheKeysOfJsonAreStrings() {
    assertThat(render("{year[2024]}", Map.of("year", Map.of("2024", "leap")))).isEqualTo("leap");
  }

  @Test
  void takesALongAsAnInteger() {
    assertThat(render("{x} {x:,} {x:x}", Map.of("x", Long.MIN_VALUE)))
        .isEqualTo("-9223372036854775808 -9,223,372,036,854,775,808 -8000000000000000");
  }

  @Test
  void reportsTheBugOfAValueThatNoJsonHolds() {
    assertThatThrownBy(() -> render("{x}", Map.of("x", new Object())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
  }
}
