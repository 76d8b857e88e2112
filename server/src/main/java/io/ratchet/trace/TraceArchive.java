// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Traces as they are, in bulk: read out with their spans and assessments, and taken over from
 * another store with their ids and times. Taking the same over twice changes nothing; what is here
 * already keeps what it has.
 */
public final class TraceArchive {
  private static final int SCANNED = 500;

  private final Database database;
  private final Duration retention;
  private final InstantSource time;

  /**
   * The archive of a database.
   *
   * @param retention age at which traces are deleted, so that older ones are not let in
   */
  public TraceArchive(Database database, Duration retention, InstantSource time) {
    this.database = database;
    this.retention = retention;
    this.time = time;
  }

  /**
   * The trace that a line of {@link ArchivedTraceJson} says, without what it may not have; spans
   * may be in any form in which MLflow wrote them.
   *
   * @param refused takes what is left out and why
   * @return null where it may not be here at all
   */
  public @Nullable ArchivedTrace admit(JsonNode line, BiConsumer<String, String> refused) {
    long oldest = Math.max(0, time.instant().minus(retention).toEpochMilli());
    return TraceArchivePolicy.admit(line, oldest, refused);
  }

  /** Traces of groups by id, from the one after {@code after} on. */
  public List<ArchivedTrace> traces(Set<String> groups, String after, int limit) {
    return database.read(handle -> {
      List<String> ids = new ArrayList<>();
      String last = after;
      List<TraceRow> scanned;
      do {
        scanned = TraceStore.after(handle, last, SCANNED);
        for (TraceRow row : scanned) {
          if (groups.contains(row.group()) && ids.size() < limit) {
            ids.add(row.id());
          }
          last = row.id();
        }
      } while (ids.size() < limit && !scanned.isEmpty());
      return whole(handle, ids);
    });
  }

  /** The traces of groups that have one of these ids. */
  public List<ArchivedTrace> traces(Set<String> groups, Collection<String> ids) {
    return database.read(handle -> {
      List<String> own =
          TraceStore.find(handle, ids).stream()
              .filter(row -> groups.contains(row.group()))
              .map(TraceRow::id)
              .toList();
      return whole(handle, own);
    });
  }

  /** Which of these ids belong to traces of other groups, and so cannot be taken over. */
  public Set<String> taken(Set<String> groups, Collection<String> ids) {
    return database.read(handle -> {
      Set<String> taken = new HashSet<>();
      for (TraceRow row : TraceStore.find(handle, ids)) {
        if (!groups.contains(row.group())) {
          taken.add(row.id());
        }
      }
      return taken;
    });
  }

  private static List<ArchivedTrace> whole(Handle handle, List<String> ids) {
    Map<String, List<String>> runs = TraceStore.runs(handle, ids);
    List<ArchivedTrace> whole = new ArrayList<>();
    for (TraceInfo info : Traces.infos(handle, ids)) {
      Map<String, String> tags = new TreeMap<>(info.tags());
      tags.remove(Keys.ARTIFACTS_TAG);
      tags.remove(Keys.SPANS_TAG);
      Map<String, Assessment> assessments = new TreeMap<>();
      info.assessments().forEach(one -> assessments.put(one.id(), one));
      whole.add(
          new ArchivedTrace(
              info.id(),
              info.group(),
              info.clientRequestId(),
              info.requestPreview(),
              info.responsePreview(),
              info.state(),
              info.startedAt(),
              info.duration(),
              info.metadata(),
              tags,
              runs.getOrDefault(info.id(), List.of()),
              List.copyOf(assessments.values()),
              SpanStore.all(handle, info.id())));
    }
    return whole;
  }

  /**
   * Takes traces over, in a transaction of the caller. One that is here keeps what it has, and gets
   * what it lacks; it is over once the other is.
   *
   * @return how many were not here before
   */
  public int add(Handle handle, List<ArchivedTrace> traces) {
    if (traces.isEmpty()) {
      return 0;
    }
    Map<String, TraceRow> rows = new LinkedHashMap<>();
    traces.forEach(trace -> rows.put(trace.id(), trace.row()));
    Set<String> fresh = TraceStore.insert(handle, rows.values());
    List<Entries.Entry> tags = new ArrayList<>();
    List<Entries.Entry> metadata = new ArrayList<>();
    for (ArchivedTrace trace : traces) {
      if (!fresh.contains(trace.id())) {
        end(handle, trace);
      }
      trace.tags().forEach((key, value) -> tags.add(new Entries.Entry(trace.id(), key, value)));
      trace
          .metadata()
          .forEach((key, value) -> metadata.add(new Entries.Entry(trace.id(), key, value)));
      String files = TraceInfo.artifacts(trace.group(), trace.id());
      tags.add(new Entries.Entry(trace.id(), Keys.ARTIFACTS_TAG, files));
      if (!trace.spans().isEmpty()) {
        tags.add(new Entries.Entry(trace.id(), Keys.SPANS_TAG, Keys.SPANS_HERE));
      }
    }
    Entries.TAGS.setAbsent(handle, tags);
    Entries.METADATA.setAbsent(handle, metadata);
    Map<String, Set<String>> present = present(handle, traces, fresh);
    for (ArchivedTrace trace : traces) {
      belongings(handle, trace, present.getOrDefault(trace.id(), Set.of()));
    }
    return fresh.size();
  }

  private void belongings(Handle handle, ArchivedTrace trace, Set<String> present) {
    String id = trace.id();
    PromptLinks.index(handle, id, trace.tags());
    trace.runs().forEach(run -> TraceStore.link(handle, List.of(id), run, time.millis()));
    trace.assessments().forEach(one -> AssessmentStore.putAbsent(handle, one));
    List<ReceivedSpan> spans = new ArrayList<>();
    for (Span span : trace.spans()) {
      ReceivedSpan received = ReceivedSpan.of(span, Resource.getDefaultInstance());
      if (!present.contains(received.id())) {
        spans.add(new ReceivedSpan(id, received.id(), span, received.resource()));
      }
    }
    if (!spans.isEmpty()) {
      SpanStore.put(handle, spans, List.of());
    }
  }

  private static Map<String, Set<String>> present(
      Handle handle, List<ArchivedTrace> traces, Set<String> fresh) {
    Map<String, Set<String>> present = new HashMap<>();
    for (ArchivedTrace trace : traces) {
      if (!fresh.contains(trace.id())) {
        present.put(trace.id(), SpanStore.ids(handle, trace.id()));
      }
    }
    return present;
  }

  /** Ends a trace that goes on here and is over there. */
  private static void end(Handle handle, ArchivedTrace trace) {
    TraceRow known = TraceStore.lock(handle, trace.id()).orElseThrow();
    TraceRow row = trace.row();
    boolean isOpen =
        known.state() == TraceState.IN_PROGRESS || known.state() == TraceState.STATE_UNSPECIFIED;
    if (isOpen && row.finalized()) {
      TraceStore.update(handle, row);
    }
  }
}
