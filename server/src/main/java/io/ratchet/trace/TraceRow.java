// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import org.jspecify.annotations.Nullable;

/**
 * The row of a trace.
 *
 * @param name what its root is called; null before that is known
 * @param startedAt milliseconds since 1970, of its earliest span
 * @param endedAt of its latest
 * @param duration milliseconds; null while it is under way
 * @param finalized whether its service said itself what it was
 */
record TraceRow(
    String id,
    String group,
    @Nullable String clientRequestId,
    @Nullable String requestPreview,
    @Nullable String responsePreview,
    @Nullable String name,
    TraceState state,
    long startedAt,
    long endedAt,
    @Nullable Long duration,
    boolean finalized) {

  TraceRow withName(@Nullable String name) {
    return new TraceRow(
        id,
        group,
        clientRequestId,
        requestPreview,
        responsePreview,
        name == null ? null : SpanFacts.cut(name, TraceLimits.NAME),
        state,
        startedAt,
        endedAt,
        duration,
        finalized);
  }
}
