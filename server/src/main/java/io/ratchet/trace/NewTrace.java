// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a service says of a trace itself.
 *
 * @param duration milliseconds; null where it does not say
 */
record NewTrace(
    String id,
    String group,
    @Nullable String clientRequestId,
    @Nullable String requestPreview,
    @Nullable String responsePreview,
    long startedAt,
    @Nullable Long duration,
    TraceState state,
    SequencedMap<String, String> metadata,
    SequencedMap<String, String> tags) {

  TraceRow row(boolean finalized) {
    String name = tags.get(Keys.NAME_TAG);
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
        finalized);
  }

  /** The row where spans have made one already: what it does not say stays. */
  TraceRow row(TraceRow known) {
    TraceRow own = row(true);
    return new TraceRow(
        id,
        group,
        own.clientRequestId() == null ? known.clientRequestId() : own.clientRequestId(),
        requestPreview == null ? known.requestPreview() : requestPreview,
        responsePreview == null ? known.responsePreview() : responsePreview,
        own.name() == null ? known.name() : own.name(),
        state == TraceState.STATE_UNSPECIFIED ? known.state() : state,
        startedAt,
        Math.max(own.endedAt(), known.endedAt()),
        duration == null ? known.duration() : duration,
        true);
  }
}
