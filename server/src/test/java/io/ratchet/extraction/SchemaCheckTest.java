// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

final class SchemaCheckTest {
  private static final SchemaRegistry REFERENCE =
      SchemaRegistry.withDialect(Dialects.getDraft202012());

  /** Another implementation must agree on whether there is a fault; ours names the place. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'object'}                                      | {}                | ``",
        "{'type':'object'}                                      | []                | answer",
        "{'type':['string','null']}                             | null              | ``",
        "{'type':'integer'}                                     | 2.0               | ``",
        "{'type':'integer'}                                     | 2.5               | answer",
        "{'type':'number'}                                      | '2'               | answer",
        "{'required':['a','b']}                                 | {'a':1}           | b",
        "{'required':['a']}                                     | {'a':null}        | ``",
        "{'properties':{'a':{'type':'string'}}}                 | {'a':1}           | a",
        "{'properties':{'a':{}},'additionalProperties':false}   | {'b':1}           | b",
        "{'additionalProperties':{'type':'null'}}               | {'b':1}           | b",
        "{'properties':{'a':{'items':{'type':'string'}}}}       | {'a':['x',1]}     | a[1]",
        "{'items':{'required':['n']}}                           | [{'n':1},{}]      | [1].n",
        "{'enum':['x',null,1]}                                  | null              | ``",
        "{'enum':['x',1]}                                       | 1.0               | ``",
        "{'enum':['x']}                                         | 'X'               | answer",
        "{'const':{'a':1}}                                      | {'a':2}           | answer",
        "{'minimum':0,'maximum':120}                            | 121               | answer",
        "{'exclusiveMinimum':0}                                 | 0                 | answer",
        "{'exclusiveMaximum':1.5}                               | 1.4               | ``",
        "{'minLength':2,'maxLength':3}                          | 'x'               | answer",
        "{'maxLength':1}                                        | '\ud83d\ude00'    | ``",
        "{'minItems':1,'maxItems':2}                            | []                | answer",
        "{'maxProperties':1}                                    | {'a':1,'b':2}     | answer",
        "{'anyOf':[{'type':'string'},{'type':'null'}]}          | 1                 | answer",
        "{'oneOf':[{'type':'number'},{'type':'integer'}]}       | 1                 | answer",
        "{'oneOf':[{'type':'string'},{'type':'integer'}]}       | 1                 | ``",
        "{'allOf':[{'required':['a']},{'required':['b']}]}      | {}                | `a,b`",
        "{'not':{'type':'string'}}                              | 'x'               | answer",
        "{'properties':{'a':false}}                             | {'a':1}           | a",
        "{'properties':{'a':{'$ref':'#/$defs/d'}},'$defs':{'d':{'type':'string'}}} | {'a':1} | a",
        "{'properties':{'a':{'$ref':'#'}},'required':['b']}     | {'a':{},'b':1}    | a.b",
      })
  void namesEveryPlaceThatBreaksTheSchema(String schema, String value, String places) {
    JsonNode node = json(schema);
    List<Problem> problems = SchemaCheck.of(node, json(value));

    assertThat(problems.stream().map(Problem::where).collect(Collectors.joining(",")))
        .isEqualTo(places);
    assertThat(REFERENCE.getSchema(node).validate(json(value)).isEmpty())
        .isEqualTo(problems.isEmpty());
  }

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  @Test
  void noSchemaKeepsItBusy() {
    JsonNode doubling = json("{'anyOf':[{'$ref':'#'},{'$ref':'#'},{'$ref':'#'}]}");
    ArrayNode wide = Json.array();
    for (int i = 0; i < 300_000; i++) {
      wide.add("x");
    }

    assertThat(SchemaCheck.of(doubling, json("1"))).hasSizeLessThan(101);
    assertThat(SchemaCheck.of(json("{'items':{'type':'number'}}"), wide)).hasSize(100);
  }
}
