// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Spans as they come, and what time does to traces. */
@ParameterizedClass
@EnumSource(Engine.class)
final class SpansTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String OTHER_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
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

  private static ReceivedSpan span(String trace, int number, Instant begin, int parent) {
    return ReceivedSpan.of(
        Span.newBuilder()
            .setTraceId(ByteString.fromHex(trace))
            .setSpanId(ByteString.fromHex("%016x".formatted(number)))
            .setParentSpanId(
                parent == 0 ? ByteString.EMPTY : ByteString.fromHex("%016x".formatted(parent)))
            .setName("greet")
            .setStartTimeUnixNano(begin.toEpochMilli() * 1_000_000)
            .setEndTimeUnixNano((begin.toEpochMilli() + 120) * 1_000_000)
            .addAttributes(attribute("mlflow.spanType", "LLM"))
            .addAttributes(attribute("mlflow.spanOutputs", "\"hello\""))
            .addAttributes(
                attribute("mlflow.chat.tokenUsage", "{\"input_tokens\":10,\"output_tokens\":3}"))
            .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_OK))
            .build(),
        Resource.getDefaultInstance());
  }

  private static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private void accept(ReceivedSpan... sent) {
    assertThat(spans.accept(EVERYTHING, "0", List.of(sent)).count()).isZero();
  }

  @Test
  void aSpanThatIsSentTwiceIsOneSpan() {
    accept(span(TRACE, 1, NOW, 0));
    accept(span(TRACE, 1, NOW, 0), span(OTHER_TRACE, 2, NOW, 0));

    Traces.Whole kept = traces.whole(EVERYTHING, "tr-" + TRACE, false);
    assertThat(kept.spans()).hasSize(1);
    assertThat(kept.info().state()).isEqualTo(TraceState.OK);
    assertThat(kept.info().duration()).isEqualTo(120);
    assertThat(kept.info().responsePreview()).contains("hello");
    assertThat(kept.info().metadata())
        .containsEntry("mlflow.trace.tokenUsage", "{\"input_tokens\":10,\"output_tokens\":3}");
    assertThat(search()).hasSize(2);
  }

  @Test
  void aSpanBelowAnotherBelongsToItsTrace() {
    accept(span(TRACE, 1, NOW, 2));
    accept(span(TRACE, 2, NOW.minusMillis(40), 0));

    Traces.Whole kept = traces.whole(EVERYTHING, "tr-" + TRACE, false);
    assertThat(kept.spans()).hasSize(2);
    assertThat(kept.info().startedAt()).isEqualTo(NOW.minusMillis(40).toEpochMilli());
  }

  @Test
  void tracesThatHaveOutlivedTheirRetentionAreDeleted() {
    Duration day = Duration.ofDays(1);
    for (int i = 0; i < 450; i++) {
      accept(span("%032x".formatted(i + 1), 1, NOW.minus(day).minusMillis(i + 1), 0));
    }
    accept(span(TRACE, 1, NOW.minus(day), 0));
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
