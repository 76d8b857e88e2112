// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.base.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrderingTest {
  private static Ordering parse(String... clauses) {
    return Ordering.parse(List.of(clauses), Grammars.RUNS);
  }

  @ParameterizedTest
  @CsvSource({
    "metrics.m DESC, METRIC, m, false",
    "params.p, PARAMETER, p, true",
    "attributes.start_time ASC, ATTRIBUTE, start_time, true",
    "start_time, ATTRIBUTE, start_time, true",
    "tags.`mlflow.user` desc, TAG, mlflow.user, false",
    "tags.\"a b\" desc, TAG, a b, false",
    "run_id, ATTRIBUTE, run_id, true",
    "status, ATTRIBUTE, status, true",
    "attributes.user_id, ATTRIBUTE, user_id, true",
    "end_time DESC, ATTRIBUTE, end_time, false",
    "Created, ATTRIBUTE, start_time, true",
  })
  void readsClausesAsTheOriginalDoes(String clause, Kind kind, String name, boolean ascending) {
    assertThat(parse(clause).terms())
        .containsExactly(new Ordering.Term(new Key(kind, name), ascending));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "bogus|Invalid attribute key 'bogus' specified. Valid keys are '{'start_time', 'end_time',"
            + " 'run_id', 'run_name', 'status', 'user_id', 'artifact_uri', 'created', 'Created'}'",
        "timestamp|Invalid attribute key 'timestamp' specified. Valid keys are '{'start_time',"
            + " 'end_time', 'run_id', 'run_name', 'status', 'user_id', 'artifact_uri', 'created',"
            + " 'Created'}'",
        "metrics.m foo|Invalid ordering key in order_by clause 'metrics.m foo'.",
        "dataset.name|Invalid identifier type 'dataset'",
        "metrics.m DESC, params.p|Invalid order_by clause 'metrics.m DESC, params.p'. Could not be"
            + " parsed.",
        "~~|Invalid order_by clause ''. Could not be parsed.",
      })
  void refusesInTheWordsOfTheOriginal(String clause, String message) {
    assertThatThrownBy(() -> parse(clause)).isInstanceOf(Failure.class).hasMessage(message);
  }

  @Test
  void refusesAKeyThatComesTwice() {
    assertThatThrownBy(() -> parse("metrics.m", "metrics.m"))
        .isInstanceOf(Failure.class)
        .hasMessage("`order_by` contains duplicate fields: ['metrics.m', 'metrics.m']");
    assertThatThrownBy(() -> parse("created", "start_time DESC"))
        .hasMessageStartingWith("`order_by` contains duplicate fields");
  }

  @Test
  void wordsRefusalsForEachThingAsTheOriginalDoes() {
    assertThatThrownBy(() -> Ordering.parse(List.of("tags.k"), Grammars.EXPERIMENTS))
        .hasMessage("Invalid order_by entity: tag");
    assertThatThrownBy(() -> Ordering.parse(List.of("bogus"), Grammars.REGISTERED_MODELS))
        .hasMessage(
            "Invalid order by key 'bogus' specified. Valid keys are"
                + " '{'name', 'timestamp', 'last_updated_timestamp'}'");
    assertThat(
            Ordering.parse(List.of("version_number DESC", "name"), Grammars.MODEL_VERSIONS).terms())
        .hasSize(2);
  }

  @Test
  void putsMissingOnesLastBothWaysAndNotANumberBeforeThem() {
    List<@Nullable Value> values =
        Arrays.asList(
            null, Value.of(Double.NaN), Value.of(2.5), Value.of(3), Value.of(-1), Value.of(-0.0));
    assertThat(sorted(values, "metrics.m"))
        .asString()
        .isEqualTo(sorted(values, "metrics.m ASC").toString());
    assertThat(sorted(values, "metrics.m").toString())
        .isEqualTo(
            Arrays.asList(
                    Value.of(-1),
                    Value.of(-0.0),
                    Value.of(2.5),
                    Value.of(3),
                    Value.of(Double.NaN),
                    null)
                .toString());
    assertThat(sorted(values, "metrics.m DESC").toString())
        .isEqualTo(
            Arrays.asList(
                    Value.of(3),
                    Value.of(2.5),
                    Value.of(-0.0),
                    Value.of(-1),
                    Value.of(Double.NaN),
                    null)
                .toString());
  }

  @Test
  void breaksTiesByWhatItIsGivenBesides() {
    Ordering ordering =
        parse("status")
            .then(
                new Ordering.Term(new Key(Kind.ATTRIBUTE, "status"), false),
                new Ordering.Term(new Key(Kind.ATTRIBUTE, "run_id"), true));
    assertThat(ordering.terms()).hasSize(2);
    assertThat(ordering.terms().getLast().key().name()).isEqualTo("run_id");
  }

  private static List<@Nullable Value> sorted(List<@Nullable Value> values, String clause) {
    record Holder(@Nullable Value value) {}
    List<Holder> holders = new ArrayList<>(values.stream().map(Holder::new).toList());
    holders.sort(parse(clause).comparator((holder, _) -> holder.value()));
    List<@Nullable Value> sorted = new ArrayList<>();
    holders.forEach(holder -> sorted.add(holder.value()));
    return sorted;
  }
}
