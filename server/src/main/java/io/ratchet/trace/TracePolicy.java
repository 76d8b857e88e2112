// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What spans say of their trace, added to what is known of it. */
final class TracePolicy {
  private static final long NANOS = 1_000_000;

  private TracePolicy() {}

  /** A trace of which nothing is known but that it has these spans. */
  static TraceRow begun(String id, String group, List<ReceivedSpan> spans) {
    return new TraceRow(
        id,
        group,
        null,
        null,
        null,
        null,
        TraceState.IN_PROGRESS,
        start(spans),
        end(spans),
        null,
        false);
  }

  /** The earliest begin, in milliseconds. */
  private static long start(List<ReceivedSpan> spans) {
    return spans.stream().mapToLong(s -> s.span().getStartTimeUnixNano()).min().orElse(0) / NANOS;
  }

  private static long end(List<ReceivedSpan> spans) {
    return spans.stream()
            .mapToLong(
                s -> Math.max(s.span().getStartTimeUnixNano(), s.span().getEndTimeUnixNano()))
            .max()
            .orElse(0)
        / NANOS;
  }

  /**
   * The span that speaks for the trace: the root, else one that came in from another process.
   *
   * @return null where there is none
   */
  static @Nullable ReceivedSpan entry(List<ReceivedSpan> spans) {
    ReceivedSpan found = null;
    for (ReceivedSpan span : spans) {
      if (span.isRoot()) {
        return span;
      }
      if (found == null && span.isEntry()) {
        found = span;
      }
    }
    return found;
  }

  /**
   * The trace with more spans. What its service said of it stays; an end that was not known is
   * taken from the entry all the same.
   *
   * @param entry the span among them that speaks for the trace; null for none
   */
  static TraceRow withSpans(
      TraceRow known, List<ReceivedSpan> spans, @Nullable ReceivedSpan entry) {
    long startedAt =
        known.finalized() ? known.startedAt() : Math.min(known.startedAt(), start(spans));
    long endedAt = Math.max(known.endedAt(), end(spans));
    boolean isOpen =
        known.state() == TraceState.IN_PROGRESS || known.state() == TraceState.STATE_UNSPECIFIED;
    TraceState state =
        entry != null && (isOpen || !known.finalized()) ? SpanFacts.state(entry) : known.state();
    boolean isOver = state == TraceState.OK || state == TraceState.ERROR;
    Long duration =
        known.finalized() && known.duration() != null
            ? known.duration()
            : isOver ? Long.valueOf(endedAt - startedAt) : null;
    return new TraceRow(
        known.id(),
        known.group(),
        known.clientRequestId(),
        preview(
            known, known.requestPreview(), entry == null ? null : SpanFacts.requestPreview(entry)),
        preview(
            known,
            known.responsePreview(),
            entry == null ? null : SpanFacts.responsePreview(entry)),
        known.name(),
        state,
        startedAt,
        endedAt,
        duration,
        known.finalized());
  }

  private static @Nullable String preview(
      TraceRow known, @Nullable String kept, @Nullable String seen) {
    boolean isSaid = known.finalized() && kept != null;
    return seen == null || isSaid ? kept : seen;
  }
}
