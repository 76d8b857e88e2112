// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.base.Json;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class CompletenessTest {
  private static final String PATIENT =
      """
      {"type": "object", "properties": {
        "name": {"type": "string"},
        "age": {"type": "integer"},
        "smoker": {"type": "boolean"},
        "allergies": {"type": "array", "items": {"type": "string"}},
        "address": {"type": "object", "properties": {
          "street": {"type": "string"},
          "city": {"type": "string"}}},
        "drugs": {"type": "array", "items": {"type": "object", "properties": {
          "name": {"type": "string"},
          "dose": {"type": "string"}}}}}}
      """;

  /** Eight fields: name, age, smoker, allergies, two of the address, two of each drug. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                                              | 0     | 0",
        "null                                                            | 0     | 0",
        "\"a text\"                                                      | 0     | 0",
        "[1, 2]                                                          | 0     | 0",
        "{\"name\": \"Ann\"}                                             | 0.125 | 1",
        "{\"name\": null}                                                | 0     | 0",
        "{\"name\": \"\"}                                                | 0     | 0",
        "{\"name\": \"  \"}                                              | 0     | 0",
        "{\"name\": \"N/A\"}                                             | 0     | 0",
        "{\"name\": \" n/a \"}                                           | 0     | 0",
        "{\"name\": \"NA\"}                                              | 0.125 | 1",
        "{\"age\": 0}                                                    | 0.125 | 1",
        "{\"smoker\": false}                                             | 0.125 | 1",
        "{\"allergies\": []}                                             | 0     | 0",
        "{\"allergies\": [\"nuts\"]}                                     | 0.125 | 1",
        "{\"allergies\": [\"N/A\"]}                                      | 0     | 0",
        "{\"allergies\": [\"N/A\", \"nuts\"]}                            | 0.125 | 1",
        "{\"address\": {}}                                               | 0     | 0",
        "{\"address\": {\"city\": \"Bern\"}}                             | 0.125 | 1",
        "{\"address\": \"Bern\"}                                         | 0     | 0",
        "{\"drugs\": [{\"name\": \"a\", \"dose\": \"1\"}]}               | 0.25  | 2",
        "{\"drugs\": [{\"name\": \"a\"}]}                                | 0.125 | 1",
        "{\"drugs\": [{\"name\": \"a\", \"dose\": \"1\"}, {\"name\": \"b\"}]} | 0.1875 | 2",
        "{\"drugs\": [{}, {\"name\": \"b\"}]}                            | 0.0625 | 1",
        "{\"drugs\": [null]}                                             | 0     | 0",
        "{\"drugs\": {}}                                                 | 0     | 0",
        "{\"weight\": 80}                                                | 0     | 0"
      })
  void countsTheFieldsThatHoldSomething(String answer, double share, int extracted) {
    Completeness completeness = Completeness.of(Json.parse(PATIENT), Json.parse(answer));

    assertThat(completeness).isEqualTo(new Completeness(share, extracted, 8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // no named fields: the answer is the one field
        "{} | {\"a\": 1} | 1 | 1 | 1",
        "{} | {} | 0 | 0 | 1",
        "{\"type\": \"string\"} | \"N/A\" | 0 | 0 | 1",
        // an array of objects at the top
        "{\"items\": {\"properties\": {\"a\": {}}}} | [{\"a\": 1}, {}] | 0.5 | 1 | 1",
        "{\"items\": {\"properties\": {\"a\": {}}}} | [] | 0 | 0 | 1",
        // references and alternatives, as schema generators write them
        "{\"properties\": {\"a\": {\"$ref\": \"#/$defs/p\"}}, \"$defs\": {\"p\": {\"properties\":"
            + " {\"x\": {}, \"y\": {}}}}} | {\"a\": {\"x\": 1}} | 0.5 | 1 | 2",
        "{\"properties\": {\"a\": {\"anyOf\": [{\"type\": \"null\"}, {\"properties\": {\"x\": {},"
            + " \"y\": {}}}]}}} | {\"a\": {\"x\": 1}} | 0.5 | 1 | 2",
        "{\"allOf\": [{\"properties\": {\"x\": {}}}, {\"properties\": {\"y\": {}}}]} | {\"y\": 1} |"
            + " 0.5 | 1 | 2",
        "{\"properties\": {\"a\": {\"$ref\": \"#/nowhere\"}}} | {\"a\": 1} | 1 | 1 | 1",
        "{\"properties\": {\"a\": {\"$ref\": \"other.json\"}}} | {\"a\": 1} | 1 | 1 | 1",
        // hostile or odd schemas
        "true | {\"a\": 1} | 1 | 1 | 1",
        "{\"properties\": []} | {\"a\": 1} | 1 | 1 | 1",
        "{\"properties\": {\"a\": 7}} | {\"a\": 1} | 1 | 1 | 1",
        "{\"$ref\": \"#\"} | {\"a\": 1} | 1 | 1 | 1",
      })
  void readsSchemasOfEveryShape(
      String schema, String answer, double share, int extracted, int total) {
    Completeness completeness = Completeness.of(Json.parse(schema), Json.parse(answer));

    assertThat(completeness).isEqualTo(new Completeness(share, extracted, total));
  }

  @Test
  void aTreeThatRefersToItselfIsCountedOnce() {
    JsonNode schema =
        Json.parse(
            """
            {"properties": {"value": {}, "left": {"$ref": "#"}, "right": {"$ref": "#"}}}
            """);

    Completeness completeness = Completeness.of(schema, Json.parse("{\"value\": 1}"));

    assertThat(completeness.total()).isEqualTo(3);
    assertThat(completeness.share()).isCloseTo(1 / 3.0, within(1e-12));
  }

  /** Each definition uses the next one twice: 2^40 fields if nothing stopped it. */
  @Test
  void aSchemaThatGrowsWithoutEndIsCutShort() {
    String definitions =
        IntStream.range(0, 40)
            .mapToObj(i ->
                "\"d%d\": {\"properties\": {\"a\": {\"$ref\": \"#/d%d\"}, \"b\": {\"$ref\": \"#/d%d\"}}}"
                    .formatted(i, i + 1, i + 1))
            .collect(Collectors.joining(","));
    JsonNode schema = Json.parse("{\"$ref\": \"#/d0\"," + definitions + "}");

    assertThat(Completeness.of(schema, Json.object()).total()).isEqualTo(10_000);
  }
}
