// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.storage.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/** The spans as they come in, and the traces that they make. */
public final class Spans {
  private final Database database;
  private final InstantSource time;

  public Spans(Database database, InstantSource time) {
    this.database = database;
    this.time = time;
  }

  /**
   * Keeps calls that this server answered, each as a span of its trace, all in one transaction.
   *
   * @param group the run group of traces that begin with them, which must be there
   */
  public void record(TraceOwners.Scope scope, String group, List<ServedCall> calls) {
    SpanRejections rejected = accept(scope, group, calls.stream().map(ServedCall::span).toList());
    if (rejected.count() > 0) {
      throw new IllegalStateException("calls make no spans: " + rejected.message());
    }
  }

  /**
   * Keeps the spans of a request, all of them in one transaction; those that cannot be kept are
   * named and left out. The traces they belong to are begun where they are not there.
   *
   * @throws Failure where there is no such run group
   */
  SpanRejections accept(TraceOwners.Scope scope, String group, List<ReceivedSpan> spans) {
    scope.requireGroup(group);
    SpanRejections rejected = new SpanRejections();
    Map<String, List<ReceivedSpan>> byTrace = new TreeMap<>(); // one order of locks for everybody
    for (ReceivedSpan span : spans) {
      String fault = span.fault();
      if (fault == null) {
        byTrace.computeIfAbsent(span.traceId(), _ -> new ArrayList<>()).add(span);
      } else {
        rejected.add(span.id(), fault);
      }
    }
    if (!byTrace.isEmpty()) {
      database.change(handle -> byTrace.forEach((id, ofTrace) -> add(handle, id, group, ofTrace)));
    }
    return rejected;
  }

  private void add(Handle handle, String id, String group, List<ReceivedSpan> received) {
    List<ReceivedSpan> spans = latest(received);
    TraceRow begun = TracePolicy.begun(id, group, spans);
    boolean isNew = TraceStore.insert(handle, begun);
    TraceRow known = isNew ? begun : TraceStore.lock(handle, id).orElseThrow();
    ReceivedSpan entry = TracePolicy.entry(spans);
    if (entry != null && !entry.isRoot() && !isNew && SpanStore.hasRoot(handle, id)) {
      entry = null; // the root has spoken already
    }
    SpanStore.put(handle, id, spans, isNew);
    Entries.TAGS.set(handle, id, Map.of(Keys.SPANS_TAG, Keys.SPANS_HERE));
    if (isNew) {
      Entries.TAGS.set(handle, id, Map.of(Keys.ARTIFACTS_TAG, TraceInfo.artifacts(group, id)));
      Entries.METADATA.set(handle, id, Map.of(Keys.SCHEMA, Keys.SCHEMA_VERSION));
    }
    TraceRow now = TracePolicy.withSpans(known, spans, entry);
    if (entry != null) {
      now = withWords(handle, now, entry);
    }
    if (!known.finalized()) {
      addUsage(handle, id, spans);
    }
    if (!now.equals(known)) {
      TraceStore.update(handle, now);
    }
  }

  /** A span that stands in a request twice counts as it stands last. */
  private static List<ReceivedSpan> latest(List<ReceivedSpan> spans) {
    Map<String, ReceivedSpan> latest = new LinkedHashMap<>();
    spans.forEach(span -> latest.put(span.id(), span));
    return List.copyOf(latest.values());
  }

  /** Takes name, tags and metadata from the entry, where the service has not said them itself. */
  private TraceRow withWords(Handle handle, TraceRow row, ReceivedSpan entry) {
    SequencedMap<String, String> tags = SpanFacts.tags(entry);
    tags.putIfAbsent(
        Keys.NAME_TAG, SpanFacts.stored(entry.span().getName(), TraceLimits.TAG_VALUE));
    SequencedMap<String, String> metadata = SpanFacts.metadata(entry);
    if (row.finalized()) {
      Entries.TAGS.setAbsent(handle, row.id(), tags);
      Entries.METADATA.setAbsent(handle, row.id(), metadata);
    } else {
      Entries.TAGS.set(handle, row.id(), tags);
      Entries.METADATA.set(handle, row.id(), metadata);
    }
    TraceStore.linkSource(handle, row.id(), metadata, time.millis());
    boolean keeps = row.finalized() && row.name() != null;
    return keeps ? row : row.withName(tags.get(Keys.NAME_TAG));
  }

  private static void addUsage(Handle handle, String id, List<ReceivedSpan> spans) {
    if (spans.stream().allMatch(span -> SpanFacts.usage(span) == null)
        && !SpanStore.hasUsage(handle, id)) {
      return;
    }
    List<UsagePolicy.Used> used = SpanStore.used(handle, id);
    Map<String, String> metadata = new LinkedHashMap<>();
    ObjectNode tokens = UsagePolicy.tokens(used);
    if (!tokens.isEmpty()) {
      metadata.put(Keys.USAGE, Json.text(tokens));
    }
    ObjectNode costs = UsagePolicy.costs(used);
    if (!costs.isEmpty()) {
      metadata.put(Keys.COST, Json.text(costs));
    }
    Entries.METADATA.set(handle, id, metadata);
  }
}
