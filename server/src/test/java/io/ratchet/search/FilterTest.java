// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.search.Expression.Comparison;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines are what the original was asked, and the words what it answered. */
final class FilterTest {
  private static final String NAMES =
      "'start_time', 'end_time', 'run_id', 'run_name', 'status', 'user_id', 'artifact_uri',"
          + " 'created', 'Created', 'run name', 'Run name', 'Run Name'";

  private static Expression parse(String text) {
    return Filter.parse(text, Grammars.RUNS);
  }

  private static Comparison text(Kind kind, String name, Operator operator, String value) {
    return new Comparison(new Key(kind, name), operator, Value.of(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "params.p = '1'              | PARAMETER | p           | EQUAL     | 1",
        "param.p = '1'               | PARAMETER | p           | EQUAL     | 1",
        "parameters.p = \"1\"        | PARAMETER | p           | EQUAL     | 1",
        "params.p LIKE '%'           | PARAMETER | p           | LIKE      | %",
        "params.'p' = '1'            | PARAMETER | p           | EQUAL     | 1",
        "params.\"a b\"='1'          | PARAMETER | a b         | EQUAL     | 1",
        "params.p = 'it''s'          | PARAMETER | p           | EQUAL     | it''s",
        "params.p = \"it's\"         | PARAMETER | p           | EQUAL     | it's",
        "params.p = 'a;b(c) or'      | PARAMETER | p           | EQUAL     | a;b(c) or",
        "tags.t = 'v'                | TAG       | t           | EQUAL     | v",
        "tags.`mlflow.user` = 'u'    | TAG       | mlflow.user | EQUAL     | u",
        "tag.\"mlflow.user\" = 'u'   | TAG       | mlflow.user | EQUAL     | u",
        "tags.mlflow.user = 'u'      | TAG       | mlflow.user | EQUAL     | u",
        "`tags`.t != 'u'             | TAG       | t           | NOT_EQUAL | u",
        "attributes.status = 'R'     | ATTRIBUTE | status      | EQUAL     | R",
        "attr.status = 'R'           | ATTRIBUTE | status      | EQUAL     | R",
        "status = 'R'                | ATTRIBUTE | status      | EQUAL     | R",
        "attribute.run_name iLike 'N'| ATTRIBUTE | run_name    | ILIKE     | N",
        "run.user_id = 'u'           | ATTRIBUTE | user_id     | EQUAL     | u",
        "\"run name\" = 'x'          | ATTRIBUTE | run_name    | EQUAL     | x",
        "attributes.`Run name` = 'x' | ATTRIBUTE | run_name    | EQUAL     | x",
        "artifact_uri = 'x'          | ATTRIBUTE | artifact_uri| EQUAL     | x",
        "dataset.name = 'x'          | DATASET   | name        | EQUAL     | x",
        "datasets.digest LIKE 'x'    | DATASET   | digest      | LIKE      | x",
      })
  void readsTextsAsTheOriginalDoes(
      String filter, Kind kind, String name, Operator operator, String value) {
    assertThat(parse(filter)).isEqualTo(text(kind, name, operator, value));
  }

  @ParameterizedTest
  @CsvSource({
    "metrics.m > 0, METRIC, m, GREATER, 0",
    "metrics.b=2, METRIC, b, EQUAL, 2",
    "metric.m != 5, METRIC, m, NOT_EQUAL, 5",
    "metrics.m >= -7, METRIC, m, GREATER_OR_EQUAL, -7",
    "start_time > 0, ATTRIBUTE, start_time, GREATER, 0",
    "created > 0, ATTRIBUTE, start_time, GREATER, 0",
    "attributes.end_time<9223372036854775807, ATTRIBUTE, end_time, LESS, 9223372036854775807",
  })
  void keepsWholeNumbersExact(
      String filter, Kind kind, String name, Operator operator, long value) {
    assertThat(parse(filter))
        .isEqualTo(new Comparison(new Key(kind, name), operator, Value.of(value)));
  }

  @ParameterizedTest
  @CsvSource({
    "metrics.`b` >= 1.0e0, 1",
    "metrics.`b` >= -.5, -0.5",
    "metrics.`b` >= 1e400, Infinity",
    "metrics.`b` >= 9223372036854775808, 9223372036854775808",
    "metrics.`b` >= 1e999999999, Infinity",
  })
  void readsDecimals(String filter, double value) {
    assertThat(parse(filter))
        .isEqualTo(
            new Comparison(new Key(Kind.METRIC, "b"), Operator.GREATER_OR_EQUAL, Value.of(value)));
  }

  @Test
  void readsListsAndMissingKeys() {
    assertThat(parse("run_id IN ('a', \"b\")"))
        .isEqualTo(
            new Comparison(
                new Key(Kind.ATTRIBUTE, "run_id"),
                Operator.IN,
                new Value.Texts(List.of("a", "b"))));
    assertThat(parse("attributes.run_id not in ('a',)"))
        .isEqualTo(
            new Comparison(
                new Key(Kind.ATTRIBUTE, "run_id"), Operator.NOT_IN, new Value.Texts(List.of("a"))));
    assertThat(parse("params.nope IS NULL"))
        .isEqualTo(
            new Comparison(new Key(Kind.PARAMETER, "nope"), Operator.IS_NULL, new Value.Nothing()));
    assertThat(parse("params.p is not null"))
        .isEqualTo(
            new Comparison(
                new Key(Kind.PARAMETER, "p"), Operator.IS_NOT_NULL, new Value.Nothing()));
  }

  @Test
  void acceptsWhatTheOriginalRefuses() {
    Expression p = text(Kind.PARAMETER, "p", Operator.EQUAL, "1");
    Expression t = text(Kind.TAG, "t", Operator.EQUAL, "v");
    Expression s = text(Kind.ATTRIBUTE, "status", Operator.EQUAL, "R");
    assertThat(parse("params.p = '1' or tags.t = 'v'")).isEqualTo(new Expression.Or(List.of(p, t)));
    assertThat(parse("(params.p = '1')")).isEqualTo(p);
    assertThat(parse("NOT params.p = '1'")).isEqualTo(new Expression.Not(p));
    assertThat(parse("attributes.status IN ('RUNNING')"))
        .isEqualTo(
            new Comparison(
                new Key(Kind.ATTRIBUTE, "status"),
                Operator.IN,
                new Value.Texts(List.of("RUNNING"))));
    assertThat(parse("params.p = '1' OR tags.t = 'v' AND NOT status = 'R'"))
        .isEqualTo(
            new Expression.Or(List.of(p, new Expression.And(List.of(t, new Expression.Not(s))))));
    assertThat(parse("(params.p = '1' OR tags.t = 'v') AND status = 'R'"))
        .isEqualTo(new Expression.And(List.of(new Expression.Or(List.of(p, t)), s)));
  }

  @Test
  void takesAnEmptyFilterForEverything() {
    assertThat(Filter.parse(null, Grammars.RUNS)).isEqualTo(Expression.everything());
    assertThat(parse("  \n")).isEqualTo(Expression.everything());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "params.p = 1|Expected a quoted string value for parameter (e.g. 'my-value'). Got value 1",
        "metrics.m > 'a'|Expected numeric value type for metric. Found 'a'",
        "metrics.m LIKE 'a'|Expected numeric value type for metric. Found 'a'",
        "bogus.x = '1'|Invalid entity type 'bogus'. Valid values are ['metric', 'parameter',"
            + " 'tag', 'attribute', 'dataset']",
        "params.p|Invalid clause(s) in filter string: 'params.p'",
        "params.p <> '1'|Invalid comparator '<>' not one of '{'!=', 'LIKE', '=', 'ILIKE',"
            + " 'IS NULL', 'IS NOT NULL', 'IN', 'NOT IN'}'",
        "tags.t RLIKE 'v'|Invalid comparator 'RLIKE' not one of '{'!=', 'LIKE', '=', 'ILIKE',"
            + " 'IS NULL', 'IS NOT NULL', 'IN', 'NOT IN'}'",
        "lifecycle_stage = 'active'|Invalid attribute key 'lifecycle_stage' specified. Valid keys"
            + " are '{"
            + NAMES
            + "}'",
        "; drop|Search filter contained multiple expression '; drop'. Provide AND-ed expression"
            + " list.",
        "params.p = '1';|Invalid clause(s) in filter string: ';'",
        "params.p = abc|Parameter value is either not quoted or unidentified quote types used for"
            + " string value abc. Use either single or double quotes.",
        "status = 1|Expected a quoted string value for attributes. Got value 1",
        "start_time > 'x'|Expected numeric value type for numeric attribute: start_time. Found 'x'",
        "dataset.foo = 'x'|Invalid dataset key 'foo' specified. Valid keys are '{'name', 'digest',"
            + " 'context'}'",
        "dataset.name = 1|Expected a quoted string value for dataset attributes. Got value 1",
        "run_id IN ()|While parsing a list in the query, expected a non-empty list of string"
            + " values, but got empty list",
        "run_id IN ('a' 'b')|While parsing a list in the query, expected a non-empty list of string"
            + " values, but got ill-formed list.",
        "run_id IN (1)|While parsing a list in the query, expected string value, punctuation, or"
            + " whitespace, but got different type in list: 1",
        "run_id IN 'a'|Expected a list of quoted string values behind IN. Got value 'a'",
        "params.p NOT LIKE 'a'|Invalid comparator 'NOT LIKE' not one of '{'!=', 'LIKE', '=',"
            + " 'ILIKE', 'IS NULL', 'IS NOT NULL', 'IN', 'NOT IN'}'",
        "(params.p = '1'|Invalid filter '(params.p = '1''. Could not be parsed.",
        "params.p = '1' AND|Invalid filter 'params.p = '1' AND'. Could not be parsed.",
        "params.p = '1' tags.t = 'v'|Invalid clause(s) in filter string: 'tags.t'",
        "params.p = '|Expected a quoted string value for parameter (e.g. 'my-value'). Got value '",
        "params. = 'x'|Invalid clause(s) in filter string: 'params.'",
        "params.p =|Invalid clause(s) in filter string: 'parameter.p ='",
      })
  void refusesInTheWordsOfTheOriginal(String filter, String message) {
    assertThatThrownBy(() -> parse(filter)).isInstanceOf(Failure.class).hasMessage(message);
  }

  @Test
  void wordsRefusalsForEachThingAsTheOriginalDoes() {
    assertThatThrownBy(() -> Filter.parse("foo = 'v'", Grammars.EXPERIMENTS))
        .hasMessage(
            "Invalid attribute key 'foo' specified. Valid keys are"
                + " '{'name', 'creation_time', 'last_update_time'}'");
    assertThatThrownBy(() -> Filter.parse("name = 'a';", Grammars.EXPERIMENTS))
        .hasMessage("Invalid clause(s) in filter string: ;");
    assertThatThrownBy(() -> Filter.parse("bogus = 'x'", Grammars.REGISTERED_MODELS))
        .hasMessage("Invalid attribute key 'bogus' specified. Valid keys are '{'name'}'");
    assertThatThrownBy(() -> Filter.parse("name > 'a'", Grammars.REGISTERED_MODELS))
        .hasMessage("Invalid comparator for attribute: >");
    assertThatThrownBy(() -> Filter.parse("current_stage = 'None'", Grammars.MODEL_VERSIONS))
        .hasMessage(
            "Invalid attribute key 'current_stage' specified. Valid keys are"
                + " '{'source_path', 'version_number', 'name', 'run_id'}'");
    assertThat(Filter.parse("name IN ('a')", Grammars.MODEL_VERSIONS).comparisons()).hasSize(1);
    assertThat(Filter.parse("name='m' and version_number = 1", Grammars.MODEL_VERSIONS))
        .isInstanceOf(Expression.And.class);
    assertThat(Filter.parse("span.attributes.`a b` RLIKE 'v.*'", Grammars.TRACES))
        .isEqualTo(text(Kind.SPAN, "attributes.a b", Operator.RLIKE, "v.*"));
    assertThat(Filter.parse("trace.status = 'OK'", Grammars.TRACES))
        .isEqualTo(text(Kind.ATTRIBUTE, "status", Operator.EQUAL, "OK"));
    assertThatThrownBy(() -> Filter.parse("tags.t RLIKE '('", Grammars.TRACES))
        .hasMessageStartingWith("Invalid regular expression '('");
  }

  @Test
  void boundsWhatItReads() {
    String clause = "params.p = '1'";
    String many = String.join(" AND ", java.util.Collections.nCopies(101, clause));
    assertThatThrownBy(() -> parse(many)).hasMessage("The filter has more than 100 clauses");
    assertThatThrownBy(() -> parse("(".repeat(60_000)))
        .hasMessage("The filter is nested deeper than 50 levels");
    assertThatThrownBy(() -> parse("NOT ".repeat(10_000)))
        .hasMessage("The filter is nested deeper than 50 levels");
    assertThatThrownBy(() -> parse(" ".repeat(Filter.LONGEST) + clause))
        .hasMessage("The filter has 65550 characters; at most 65536 are read");
    assertThatThrownBy(() -> parse("run_id IN (" + "'a',".repeat(2_001) + "'b')"))
        .hasMessage("A list has more than 2000 values");
    assertThatThrownBy(() -> parse("params.p LIKE '" + "a".repeat(4_001) + "'"))
        .hasMessage("The pattern behind LIKE has 4001 characters; at most 4000 are read");
    String nested = "(".repeat(50) + clause + ")".repeat(50);
    assertThat(parse(nested)).isEqualTo(parse(clause));
  }

  @ParameterizedTest
  @ValueSource(strings = {"params.p = 'a\0b'", "params.p = '\ud800'", "params.`\udc00` = 'a'"})
  void refusesTextsThatNothingCanKeep(String filter) {
    Failure failure = catchThrowableOfType(Failure.class, () -> parse(filter));
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID);
  }

  @Test
  void answersAnyTextWithAnExpressionOrARefusal() {
    SplittableRandom random = new SplittableRandom(7);
    List<String> pieces =
        List.of(
            "params.",
            "metrics",
            ".",
            "p",
            "tags.`a.b`",
            "'",
            "\"",
            "`",
            "(",
            ")",
            ",",
            ";",
            " ",
            "AND",
            "OR",
            " NOT ",
            " IN ",
            "IS",
            "NULL",
            " LIKE ",
            "RLIKE",
            "=",
            "!=",
            "<>",
            "1",
            "-2e5",
            "'v'",
            "run_id",
            "\n",
            "é",
            "𝄞",
            "\ud800",
            "--",
            "/*",
            "\\",
            "%",
            ":a",
            "?");
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      Grammar grammar = i % 2 == 0 ? Grammars.RUNS : Grammars.TRACES;
      try {
        Filter.parse(text.toString(), grammar);
        read++;
      } catch (Failure e) {
        assertThat(e.code()).isEqualTo(ErrorCode.INVALID);
      }
      try {
        Ordering.parse(List.of(text.toString()), grammar);
        read++;
      } catch (Failure e) {
        assertThat(e.code()).isEqualTo(ErrorCode.INVALID);
      }
    }
    assertThat(read).isGreaterThan(100);
  }
}
