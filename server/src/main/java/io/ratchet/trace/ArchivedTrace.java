// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trace with all that belongs to it, to be taken over from another store under the same id. It
 * has passed {@link TraceArchivePolicy}, or is here already.
 *
 * @param group the run group it is in, by whatever its holder calls it
 * @param startedAt milliseconds since 1970 UTC
 * @param duration milliseconds; null while it is under way
 * @param metadata without what only says where its spans are
 * @param tags likewise
 * @param runs that it belongs to, in order
 */
public record ArchivedTrace(
    String id,
    String group,
    @Nullable String clientRequestId,
    @Nullable String requestPreview,
    @Nullable String responsePreview,
    TraceState state,
    long startedAt,
    @Nullable Long duration,
    Map<String, String> metadata,
    Map<String, String> tags,
    List<String> runs,
    List<Assessment> assessments,
    List<Span> spans) {
  public ArchivedTrace {
    runs = List.copyOf(runs);
    assessments = List.copyOf(assessments);
    spans = List.copyOf(spans);
  }

  /** The same in a group that is called otherwise. */
  public ArchivedTrace in(String other) {
    return new ArchivedTrace(
        id,
        other,
        clientRequestId,
        requestPreview,
        responsePreview,
        state,
        startedAt,
        duration,
        metadata,
        tags,
        runs,
        assessments,
        spans);
  }

  TraceRow row() {
    String name = tags.get(Keys.NAME_TAG);
    boolean isOver = state == TraceState.OK || state == TraceState.ERROR;
    return new TraceRow(
        id,
        group,
        clientRequestId,
        requestPreview,
        responsePreview,
        name == null ? null : SpanFacts.cut(name, TraceLimits.NAME),
        state,
        startedAt,
        startedAt + (duration == null ? 0 : duration),
        duration,
        isOver);
  }
}
