// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.base.Json;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class FieldScoreTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a': 'Penicillin'}             | {'a': '  penicillin '}             | a match 1 0 0",
        "{'a': 'twice  daily'}           | {'a': 'twice\\n daily'}            | a match 1 0 0",
        "{'a': 'STRASSE'}                | {'a': 'Straße'}                    | a match 1 0 0",
        "{'a': 'caf\\u00e9'}             | {'a': 'cafe\\u0301'}               | a match 1 0 0",
        "{'a': 'x\\u00a0y'}              | {'a': 'x y'}                       | a match 1 0 0",
        "{'a': 67}                       | {'a': 67.0}                        | a match 1 0 0",
        "{'a': 100}                      | {'a': 1e2}                         | a match 1 0 0",
        "{'a': 67}                       | {'a': '67'}                        | a wrong 0 1 1",
        "{'a': true}                     | {'a': false}                       | a wrong 0 1 1",
        "{'a': false}                    | {'a': false}                       | a match 1 0 0",
        "{'a': 'x'}                      | {'a': null}                        | a missing 0 1 0",
        "{'a': 'x'}                      | {}                                 | a missing 0 1 0",
        "{'a': 'x'}                      | {'a': 'n/a'}                       | a missing 0 1 0",
        "{'a': null}                     | {'a': 'x'}                         | a extra 0 0 1",
        "{}                              | {'a': 'x'}                         | a extra 0 0 1",
        "{'a': []}                       | {'a': 'N/A'}                       | ``",
        "{'a': {'b': ''}}                | {}                                 | ``",
        "{'a': ['x', 'y']}               | {'a': ['y', 'x']}                  | a match 2 0 0",
        "{'a': ['x', 'x']}               | {'a': ['x']}                       | a missing 1 1 0",
        "{'a': ['x']}                    | {'a': ['x', 'x']}                  | a extra 1 0 1",
        "{'a': ['x', 'y']}               | {'a': ['y', 'z']}                  | a wrong 1 1 1",
        "{'a': ['x', null, '']}          | {'a': ['x']}                       | a match 1 0 0",
        "{'a': ['x']}                    | {'a': 'X'}                         | a match 1 0 0",
        "{'a': [{'n': 'A', 'd': null}]}  | {'a': [{'n': 'a'}]}                | a match 1 0 0",
        "{'a': [{'n': 'A', 'd': 1}]}     | {'a': [{'d': 1.0, 'n': 'a'}]}      | a match 1 0 0",
        "{'a': [{'n': 'A', 'd': 1}]}     | {'a': [{'n': 'A', 'd': 2}]}        | a wrong 0 1 1",
        "{'a': [['x', 'y']]}             | {'a': [['y', 'X']]}                | a match 1 0 0",
        "{'p': {'a': 1, 'b': 'x'}}       | {'p': {'b': 'x', 'a': 2}}          | p.a wrong 0 1 1, p.b match 1 0 0",
        "{'p': {'a': 1}}                 | {'p': 1}                           | p.a missing 0 1 0, p extra 0 0 1",
        "{'p.a': 1}                      | {'p': {'a': 1}}                    | p\\.a missing 0 1 0, p.a extra 0 0 1",
        "{'a': ['1, 2']}                 | {'a': ['1', '2']}                  | a wrong 0 1 2",
      })
  void holdsFieldsAgainstTheRightOnes(String gold, String found, String expected) {
    Evaluation evaluation = FieldScore.of(json(gold), json(found));

    assertThat(
            evaluation.fields().stream()
                .map(field ->
                    "%s %s %d %d %d"
                        .formatted(
                            field.path(),
                            field.match().word(),
                            field.matched(),
                            field.missing().size(),
                            field.extra().size()))
                .collect(Collectors.joining(", ")))
        .isEqualTo(expected);
  }

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  @Test
  void anAnswerWithoutFieldsMissesEverything() {
    Counts counts = FieldScore.of(json("{'a': 1, 'b': ['x', 'y']}"), null).counts();

    assertThat(counts).isEqualTo(new Counts(0, 0, 3));
    assertThat(counts.precision()).isNull();
    assertThat(counts.recall()).isZero();
    assertThat(counts.f1()).isZero();
  }

  @Test
  void whereThereIsNothingToFindAndNothingWasFoundAllRatesAreUndefined() {
    Counts counts = FieldScore.of(json("{'a': null}"), json("{'a': []}")).counts();

    assertThat(counts).isEqualTo(Counts.NONE);
    assertThat(counts.precision()).isNull();
    assertThat(counts.recall()).isNull();
    assertThat(counts.f1()).isNull();
  }

  @Test
  void theScoreIsTheHarmonicMeanOfPrecisionAndRecall() {
    Counts counts = new Counts(6, 2, 4);

    assertThat(counts.precision()).isEqualTo(0.75);
    assertThat(counts.recall()).isEqualTo(0.6);
    assertThat(counts.f1()).isCloseTo(2 * 0.75 * 0.6 / (0.75 + 0.6), within(1e-12));
  }

  @Test
  void whatIsMissingAndExtraIsShownAsItWasWritten() {
    Evaluation.Field field =
        FieldScore.of(json("{'a': [' Iron ', 'Zinc']}"), json("{'a': ['zinc', 'LEAD']}"))
            .fields()
            .getFirst();

    assertThat(field.missing().toString()).isEqualTo("[\" Iron \"]");
    assertThat(field.extra().toString()).isEqualTo("[\"LEAD\"]");
  }
}
