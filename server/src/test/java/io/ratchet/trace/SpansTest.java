// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.search.Filter;
import io.ratchet.search.Grammars;
import io.ratchet.search.Ordering;
import io.ratchet.storage.Database;
import io.ratchet.storage.Databases;
import io.ratchet.storage.Engine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls of our own as spans, and what time does to traces. */
@ParameterizedClass
@EnumSource(Engine.class)
final class SpansTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final TraceOwners.Scope EVERYTHING =
      new TraceOwners.Scope() {
        @Override
        public void requireGroup(String group) {}

        @Override
        public boolean hasGroup(String group) {
          return true;
        }

        @Override
        public void requireRun(String run) {}
      };

  private final Database database;
  private final Spans spans;
  private final Traces traces;

  SpansTest(Engine engine) {
    database = Databases.open(engine);
    spans = new Spans(database, InstantSource.fixed(NOW));
    traces = new Traces(database, InstantSource.fixed(NOW));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static ServedCall call(
      String id, Instant begin, @Nullable String traceId, @Nullable String parent) {
    return new ServedCall(
        id,
        traceId,
        parent,
        "prompt:greet",
        begin,
        Duration.ofMillis(120),
        null,
        "{\"messages\": []}",
        "hello",
        "small",
        10L,
        3L,
        Map.of("ratchet.version", "v1.0.0"));
  }

  @Test
  void aCallThatIsKeptTwiceIsOneSpan() {
    ServedCall call = call("call-1", NOW, null, null);
    spans.record(EVERYTHING, "0", List.of(call));
    spans.record(EVERYTHING, "0", List.of(call, call("call-2", NOW, null, null)));

    Traces.Whole kept = traces.whole(EVERYTHING, call.trace(), false);
    assertThat(kept.spans()).hasSize(1);
    assertThat(kept.info().state()).isEqualTo(TraceState.OK);
    assertThat(kept.info().duration()).isEqualTo(120);
    assertThat(kept.info().responsePreview()).isEqualTo("hello");
    assertThat(kept.info().metadata())
        .containsEntry(
            "mlflow.trace.tokenUsage",
            "{\"input_tokens\":10,\"output_tokens\":3,\"total_tokens\":13}");
    assertThat(search()).hasSize(2);
  }

  @Test
  void aCallWithinATraceOfItsCallerJoinsIt() {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    spans.record(EVERYTHING, "0", List.of(call("call-1", NOW, trace, "b7ad6b7169203331")));
    spans.record(EVERYTHING, "0", List.of(call("call-2", NOW.plusSeconds(1), trace, null)));

    Traces.Whole kept = traces.whole(EVERYTHING, "tr-" + trace, false);
    assertThat(kept.spans()).hasSize(2);
    assertThat(kept.info().duration()).isEqualTo(1120);
  }

  @Test
  void tracesThatHaveOutlivedTheirRetentionAreDeleted() {
    Duration day = Duration.ofDays(1);
    for (int i = 0; i < 450; i++) {
      spans.record(
          EVERYTHING,
          "0",
          List.of(call("old-" + i, NOW.minus(day).minusMillis(i + 1), null, null)));
    }
    spans.record(EVERYTHING, "0", List.of(call("new", NOW.minus(day), null, null)));
    traces.link(EVERYTHING, List.of("tr-never-came"), "run");
    TraceSweeper sweeper = new TraceSweeper(database, day, InstantSource.fixed(NOW));

    assertThat(sweeper.sweep()).isEqualTo(450);
    assertThat(sweeper.sweep()).isZero();
    assertThat(search()).hasSize(1);
    assertThat(rows("trace_span")).isEqualTo(1);
    assertThat(rows("trace_run")).isEqualTo(1);
    InstantSource later = InstantSource.fixed(NOW.plus(day).plusMillis(1));
    assertThat(new TraceSweeper(database, day, later).sweep()).isEqualTo(1);
    assertThat(rows("trace_run")).isZero();
    assertThat(rows("trace_span_attribute")).isZero();
    assertThat(rows("trace_tag")).isZero();
  }

  private List<TraceInfo> search() {
    return new TraceSearch(database)
        .find(
            new TraceSearch.Question(
                List.of("0"), Filter.parse(null, Grammars.TRACES), new Ordering(List.of())),
            500,
            null)
        .items();
  }

  private int rows(String table) {
    return database.read(
        handle -> handle.createQuery("SELECT COUNT(*) FROM " + table).mapTo(Integer.class).one());
  }
}
