// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a request of spans writes besides the traces it begins, collected over all its traces, so
 * that each table is written once.
 */
final class SpanWrites {
  private final long now;
  private final List<ReceivedSpan> spans = new ArrayList<>();
  private final List<ReceivedSpan> again = new ArrayList<>();
  private final List<TraceRow> changed = new ArrayList<>();
  private final List<Entries.Entry> tags = new ArrayList<>();
  private final List<Entries.Entry> absentTags = new ArrayList<>();
  private final List<Entries.Entry> metadata = new ArrayList<>();
  private final List<Entries.Entry> absentMetadata = new ArrayList<>();
  private final Map<String, String> runs = new LinkedHashMap<>();
  private final List<TraceRow> used = new ArrayList<>();

  SpanWrites(long now) {
    this.now = now;
  }

  /** The spans of a trace that began with them. */
  void begin(String id, String group, List<ReceivedSpan> ofTrace) {
    spans.addAll(ofTrace);
    tags.add(new Entries.Entry(id, Keys.SPANS_TAG, Keys.SPANS_HERE));
    tags.add(new Entries.Entry(id, Keys.ARTIFACTS_TAG, TraceInfo.artifacts(group, id)));
    metadata.add(new Entries.Entry(id, Keys.SCHEMA, Keys.SCHEMA_VERSION));
    ReceivedSpan entry = TracePolicy.entry(ofTrace);
    if (entry != null) {
      addWords(id, entry, tags, metadata);
    }
    addUsage(
        id,
        ofTrace.stream()
            .map(span -> new UsagePolicy.Used(span.id(), span.parent(), SpanFacts.usage(span)))
            .toList());
  }

  /** The spans of a trace that was there before. */
  void add(TraceRow known, TraceRow row, @Nullable ReceivedSpan entry, List<ReceivedSpan> ofTrace) {
    spans.addAll(ofTrace);
    again.addAll(ofTrace);
    tags.add(new Entries.Entry(row.id(), Keys.SPANS_TAG, Keys.SPANS_HERE));
    if (!row.equals(known)) {
      changed.add(row);
    }
    if (entry != null) {
      addWords(
          row.id(),
          entry,
          row.finalized() ? absentTags : tags,
          row.finalized() ? absentMetadata : metadata);
    }
    if (!row.finalized()) {
      used.add(row);
    }
  }

  private void addWords(
      String id,
      ReceivedSpan entry,
      List<Entries.Entry> intoTags,
      List<Entries.Entry> intoMetadata) {
    SpanFacts.tags(entry).forEach((key, value) -> intoTags.add(new Entries.Entry(id, key, value)));
    Map<String, String> said = SpanFacts.metadata(entry);
    said.forEach((key, value) -> intoMetadata.add(new Entries.Entry(id, key, value)));
    String run = said.get(Keys.RUN);
    if (run != null && !run.isEmpty()) {
      runs.put(id, SpanFacts.cut(run, TraceLimits.NAME));
    }
  }

  private void addUsage(String id, List<UsagePolicy.Used> ofTrace) {
    ObjectNode tokens = UsagePolicy.tokens(ofTrace);
    if (!tokens.isEmpty()) {
      metadata.add(new Entries.Entry(id, Keys.USAGE, Json.text(tokens)));
    }
    ObjectNode costs = UsagePolicy.costs(ofTrace);
    if (!costs.isEmpty()) {
      metadata.add(new Entries.Entry(id, Keys.COST, Json.text(costs)));
    }
  }

  void flush(Handle handle) {
    SpanStore.put(handle, spans, again);
    for (TraceRow row : used) {
      if (SpanStore.hasUsage(handle, row.id())) {
        addUsage(row.id(), SpanStore.used(handle, row.id()));
      }
    }
    TraceStore.update(handle, changed);
    Entries.TAGS.set(handle, tags);
    Entries.TAGS.setAbsent(handle, absentTags);
    Entries.METADATA.set(handle, metadata);
    Entries.METADATA.setAbsent(handle, absentMetadata);
    runs.forEach((trace, run) -> TraceStore.link(handle, List.of(trace), run, now));
  }
}
