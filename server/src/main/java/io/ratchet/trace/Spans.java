// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Failure;
import io.ratchet.storage.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The spans as they come in, and the traces that they make. */
public final class Spans {
  private final Database database;
  private final InstantSource time;

  public Spans(Database database, InstantSource time) {
    this.database = database;
    this.time = time;
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
    Set<String> others = others(scope, group, spans);
    for (ReceivedSpan span : spans) {
      String fault =
          others.contains(span.traceId()) ? "its trace belongs to another project" : span.fault();
      if (fault == null) {
        byTrace.computeIfAbsent(span.traceId(), _ -> new ArrayList<>()).add(span);
      } else {
        rejected.add(span.id(), fault);
      }
    }
    if (!byTrace.isEmpty()) {
      byTrace.replaceAll((_, ofTrace) -> latest(ofTrace));
      database.change(handle -> keep(handle, group, byTrace));
    }
    return rejected;
  }

  /** The traces that are there and not to be seen. */
  private Set<String> others(TraceOwners.Scope scope, String group, List<ReceivedSpan> spans) {
    Set<String> ids = spans.stream().map(ReceivedSpan::traceId).collect(Collectors.toSet());
    Set<String> others = new HashSet<>();
    for (TraceRow row : database.read(handle -> TraceStore.find(handle, ids))) {
      if (!row.group().equals(group) && !scope.hasGroup(row.group())) {
        others.add(row.id());
      }
    }
    return others;
  }

  /** A span that stands in a request twice counts as it stands last. */
  private static List<ReceivedSpan> latest(List<ReceivedSpan> spans) {
    Map<String, ReceivedSpan> latest = new LinkedHashMap<>();
    spans.forEach(span -> latest.put(span.id(), span));
    return List.copyOf(latest.values());
  }

  private void keep(Handle handle, String group, Map<String, List<ReceivedSpan>> byTrace) {
    Map<String, TraceRow> rows = new LinkedHashMap<>();
    byTrace.forEach((id, spans) -> {
      ReceivedSpan entry = TracePolicy.entry(spans);
      TraceRow row = TracePolicy.withSpans(TracePolicy.begun(id, group, spans), spans, entry);
      rows.put(id, entry == null ? row : row.withName(SpanFacts.name(entry)));
    });
    Set<String> begun = TraceStore.insert(handle, rows.values());
    SpanWrites writes = new SpanWrites(time.millis());
    byTrace.forEach((id, spans) -> {
      if (begun.contains(id)) {
        writes.begin(id, group, spans);
      } else {
        add(handle, writes, TraceStore.lock(handle, id).orElseThrow(), spans);
      }
    });
    writes.flush(handle);
  }

  /** Adds spans to a trace that is there. */
  private static void add(
      Handle handle, SpanWrites writes, TraceRow known, List<ReceivedSpan> spans) {
    ReceivedSpan entry = TracePolicy.entry(spans);
    if (entry != null && !entry.isRoot() && SpanStore.hasRoot(handle, known.id())) {
      entry = null; // the root has spoken already
    }
    TraceRow now = TracePolicy.withSpans(known, spans, entry);
    if (entry != null && (!known.finalized() || known.name() == null)) {
      now = now.withName(SpanFacts.name(entry));
    }
    writes.add(known, now, entry, spans);
  }
}
