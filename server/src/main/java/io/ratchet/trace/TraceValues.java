// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.search.Key;
import io.ratchet.search.Value;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a trace holds under a key: what {@link TraceColumns} finds, in memory. */
final class TraceValues {
  private TraceValues() {}

  static List<Value> of(Handle handle, TraceInfo trace, Key key) {
    return switch (key.kind()) {
      case ATTRIBUTE -> attribute(handle, trace, key);
      case TAG -> text(trace.tags().get(key.name()));
      case METADATA -> text(trace.metadata().get(key.name()));
      case FEEDBACK -> assessments(trace, Assessment.Kind.FEEDBACK, key.name());
      case EXPECTATION -> assessments(trace, Assessment.Kind.EXPECTATION, key.name());
      case ISSUE -> assessments(trace, Assessment.Kind.ISSUE, null);
      case SPAN -> rows(handle, trace, key);
      case METRIC, PARAMETER, DATASET -> throw new IllegalArgumentException(key.toString());
    };
  }

  private static List<Value> attribute(Handle handle, TraceInfo trace, Key key) {
    Long duration = trace.duration();
    return switch (key.name()) {
      case "request_id" -> text(trace.id());
      case "timestamp_ms" -> List.of(Value.of(trace.startedAt()));
      case "execution_time_ms" -> duration == null ? List.of() : List.of(Value.of(duration));
      case "end_time_ms" ->
          duration == null ? List.of() : List.of(Value.of(trace.startedAt() + duration));
      case "status" -> text(trace.state().name());
      case "client_request_id" -> text(trace.clientRequestId());
      case "name" -> text(trace.tags().get(Keys.NAME_TAG));
      case "text" -> text(shown(trace.requestPreview()) + " " + shown(trace.responsePreview()));
      case "run_id", "prompt" -> rows(handle, trace, key);
      default -> throw new IllegalArgumentException(key.toString());
    };
  }

  private static String shown(@Nullable String preview) {
    return preview == null ? "" : preview;
  }

  private static List<Value> text(@Nullable String text) {
    return text == null ? List.of() : List.of(Value.of(text));
  }

  private static List<Value> assessments(
      TraceInfo trace, Assessment.Kind kind, @Nullable String name) {
    return trace.assessments().stream()
        .filter(a -> a.kind() == kind && (name == null || a.name().equals(name)))
        .flatMap(a -> {
          JsonNode value = a.value();
          return value == null
              ? Stream.of("")
              : Stream.of(value.isString() ? value.stringValue() : value.toString());
        })
        .map(Value::of)
        .toList();
  }

  private static List<Value> rows(Handle handle, TraceInfo trace, Key key) {
    TraceColumns.Place place = TraceColumns.place(key);
    if (place == null) {
      throw new IllegalArgumentException(key.toString());
    }
    String which = place.which().replace("{key}", ":key");
    var query =
        handle.createQuery(
            "SELECT %s AS found FROM %s x WHERE x.trace_id = :trace AND %s"
                .formatted(place.value(), place.table(), which));
    if (which.contains(":key")) {
      query.bind("key", key.name());
    }
    return query.bind("trace", trace.id()).mapTo(String.class).stream().map(Value::of).toList();
  }
}
