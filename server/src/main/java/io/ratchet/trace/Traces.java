// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.opentelemetry.proto.trace.v1.Span;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.mlflow.Refusals;
import io.ratchet.storage.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The traces: written by spans and by what services say of them, read, marked and deleted. */
public final class Traces {
  private final Database database;
  private final InstantSource time;

  public Traces(Database database, InstantSource time) {
    this.database = database;
    this.time = time;
  }

  /** A trace with its spans. */
  record Whole(TraceInfo info, List<Span> spans) {}

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
    linkSource(handle, row.id(), metadata);
    boolean keeps = row.finalized() && row.name() != null;
    return keeps ? row : row.withName(tags.get(Keys.NAME_TAG));
  }

  /** The run that a trace was made in is one that it belongs to. */
  private void linkSource(Handle handle, String id, Map<String, String> metadata) {
    String run = metadata.get(Keys.RUN);
    if (run != null && !run.isEmpty()) {
      TraceStore.link(handle, List.of(id), SpanFacts.cut(run, TraceLimits.NAME), time.millis());
    }
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

  /** Keeps what a service says of a trace; this counts from then on, over what its spans say. */
  TraceInfo start(TraceOwners.Scope scope, NewTrace trace) {
    scope.requireGroup(trace.group());
    requireOwn(scope, trace.id());
    return database.write(handle -> {
      if (!TraceStore.insert(handle, trace.row(true))) {
        TraceStore.update(handle, trace.row(TraceStore.lock(handle, trace.id()).orElseThrow()));
      }
      Entries.TAGS.set(handle, trace.id(), trace.tags());
      PromptLinks.index(handle, trace.id(), trace.tags());
      Entries.TAGS.set(
          handle,
          trace.id(),
          Map.of(Keys.ARTIFACTS_TAG, TraceInfo.artifacts(trace.group(), trace.id())));
      Entries.METADATA.set(handle, trace.id(), trace.metadata());
      linkSource(handle, trace.id(), trace.metadata());
      Entries.METADATA.set(handle, trace.id(), Map.of(Keys.FINALIZED, "true"));
      return require(handle, trace.id());
    });
  }

  /** Begins a trace by the second version of the messages, which ends it later. */
  TraceInfo begin(TraceOwners.Scope scope, NewTrace trace) {
    scope.requireGroup(trace.group());
    return database.write(handle -> {
      if (!TraceStore.insert(handle, trace.row(false))) {
        throw new IllegalStateException("a new id is taken: " + trace.id());
      }
      Entries.TAGS.set(handle, trace.id(), trace.tags());
      PromptLinks.index(handle, trace.id(), trace.tags());
      Entries.TAGS.set(
          handle,
          trace.id(),
          Map.of(Keys.ARTIFACTS_TAG, TraceInfo.artifacts(trace.group(), trace.id())));
      Entries.METADATA.set(handle, trace.id(), trace.metadata());
      linkSource(handle, trace.id(), trace.metadata());
      return require(handle, trace.id());
    });
  }

  /** Ends a trace that was begun. */
  TraceInfo end(
      TraceOwners.Scope scope,
      String id,
      long endedAt,
      TraceState state,
      Map<String, String> metadata,
      Map<String, String> tags) {
    require(scope, id);
    return database.write(handle -> {
      TraceRow row = TraceStore.lock(handle, id).orElseThrow(() -> missing(id));
      String name = tags.get(Keys.NAME_TAG);
      TraceStore.update(
          handle,
          new TraceRow(
              id,
              row.group(),
              row.clientRequestId(),
              metadata.getOrDefault("mlflow.traceInputs", row.requestPreview()),
              metadata.getOrDefault("mlflow.traceOutputs", row.responsePreview()),
              name == null ? row.name() : SpanFacts.cut(name, TraceLimits.NAME),
              state,
              row.startedAt(),
              Math.max(endedAt, row.startedAt()),
              Math.max(0, endedAt - row.startedAt()),
              true));
      linkSource(handle, id, metadata);
      Entries.TAGS.set(handle, id, tags);
      Entries.METADATA.set(handle, id, metadata);
      return require(handle, id);
    });
  }

  /**
   * A trace without its spans.
   *
   * @throws Failure MISSING where there is none
   */
  public TraceInfo get(TraceOwners.Scope scope, String id) {
    TraceInfo info = database.read(handle -> require(handle, id));
    if (!scope.hasGroup(info.group())) {
      throw missing(id);
    }
    return info;
  }

  /**
   * Refuses a trace that is not there, or is not to be seen.
   *
   * @throws Failure MISSING
   */
  void require(TraceOwners.Scope scope, String id) {
    String group = group(id);
    if (group == null || !scope.hasGroup(group)) {
      throw missing(id);
    }
  }

  /** Refuses a trace that is there and belongs to others. */
  private void requireOwn(TraceOwners.Scope scope, String id) {
    String group = group(id);
    if (group != null && !scope.hasGroup(group)) {
      throw Refusals.exists("Trace with ID '" + Problem.shorten(id) + "' already exists.");
    }
  }

  private @Nullable String group(String id) {
    return database.read(handle ->
        TraceStore.find(handle, List.of(id)).stream()
            .findFirst()
            .map(TraceRow::group)
            .orElse(null));
  }

  private static <T> List<T> seen(
      TraceOwners.Scope scope, List<T> traces, Function<T, String> group) {
    Map<String, Boolean> known = new HashMap<>();
    return traces.stream()
        .filter(trace -> known.computeIfAbsent(group.apply(trace), scope::hasGroup))
        .toList();
  }

  /** Those that are there, in the order of the ids. */
  List<TraceInfo> infos(TraceOwners.Scope scope, List<String> ids) {
    return seen(scope, database.read(handle -> infos(handle, ids)), TraceInfo::group);
  }

  /**
   * A trace with its spans.
   *
   * @param allowPartial whether it may have fewer than its service says that it has
   */
  Whole whole(TraceOwners.Scope scope, String id, boolean allowPartial) {
    require(scope, id);
    return database.read(handle -> {
      TraceInfo info = require(handle, id);
      List<Span> spans = SpanStore.of(handle, List.of(id)).getOrDefault(id, List.of());
      if (!allowPartial && info.hasSpans() && spans.size() < expectedSpans(info)) {
        throw Refusals.missing(
            "Trace with ID "
                + Problem.shorten(id)
                + " is not fully exported yet, please try again later.");
      }
      return new Whole(info, spans);
    });
  }

  private static long expectedSpans(TraceInfo info) {
    String stats = info.metadata().get(Keys.SIZE);
    if (stats == null) {
      return 0;
    }
    try {
      JsonNode count = Json.parse(stats).get("num_spans");
      return count != null && count.isIntegralNumber() && count.canConvertToLong()
          ? count.longValue()
          : 0;
    } catch (tools.jackson.core.JacksonException e) {
      return 0; // somebody else's word for it
    }
  }

  /** Those that are there with their spans, in the order of the ids. */
  List<Whole> wholes(TraceOwners.Scope scope, List<String> ids) {
    List<TraceInfo> infos = infos(scope, ids);
    return database.read(handle -> {
      Map<String, List<Span>> spans =
          SpanStore.of(handle, infos.stream().map(TraceInfo::id).toList());
      return infos.stream()
          .map(info -> new Whole(info, spans.getOrDefault(info.id(), List.of())))
          .toList();
    });
  }

  static TraceInfo require(Handle handle, String id) {
    return infos(handle, List.of(id)).stream().findFirst().orElseThrow(() -> missing(id));
  }

  static List<TraceInfo> infos(Handle handle, List<String> ids) {
    List<String> distinct = List.copyOf(new LinkedHashSet<>(ids));
    if (distinct.isEmpty()) {
      return List.of();
    }
    Map<String, TraceRow> rows = new HashMap<>();
    TraceStore.find(handle, distinct).forEach(row -> rows.put(row.id(), row));
    Collection<String> there = rows.keySet();
    var tags = Entries.TAGS.of(handle, there);
    var metadata = Entries.METADATA.of(handle, there);
    var assessments = AssessmentStore.of(handle, there);
    return distinct.stream()
        .map(rows::get)
        .filter(Objects::nonNull)
        .map(row ->
            new TraceInfo(
                row.id(),
                row.group(),
                row.clientRequestId(),
                row.requestPreview(),
                row.responsePreview(),
                row.startedAt(),
                row.duration(),
                row.state(),
                metadata.getOrDefault(row.id(), new LinkedHashMap<>()),
                tags.getOrDefault(row.id(), new LinkedHashMap<>()),
                assessments.getOrDefault(row.id(), List.of())))
        .toList();
  }

  static Failure missing(String id) {
    return Refusals.missing("Trace with ID '" + Problem.shorten(id) + "' not found.");
  }

  void setTag(TraceOwners.Scope scope, String id, String key, String value) {
    require(scope, id);
    database.change(handle -> {
      TraceRow row = TraceStore.lock(handle, id).orElseThrow(() -> missing(id));
      Entries.TAGS.set(handle, id, Map.of(key, value));
      PromptLinks.index(handle, id, Map.of(key, value));
      rename(handle, row, key, value);
    });
  }

  void deleteTag(TraceOwners.Scope scope, String id, String key) {
    require(scope, id);
    database.change(handle -> {
      TraceRow row = TraceStore.lock(handle, id).orElseThrow(() -> missing(id));
      if (!Entries.TAGS.delete(handle, id, key)) {
        throw Refusals.missing(
            "No trace tag with key '%s' for trace with ID '%s'"
                .formatted(Problem.shorten(key), Problem.shorten(id)));
      }
      rename(handle, row, key, null);
    });
  }

  /** Its name is a tag too. */
  private static void rename(Handle handle, TraceRow row, String key, @Nullable String value) {
    if (key.equals(Keys.NAME_TAG)) {
      TraceStore.update(handle, row.withName(value));
    }
  }

  /** Says that traces belong to a run; some may still be on their way. */
  void link(TraceOwners.Scope scope, List<String> ids, String run) {
    scope.requireRun(run);
    database.change(handle -> TraceStore.link(handle, ids, run, time.millis()));
  }

  /** Says that a trace used versions of prompts. */
  void linkPrompts(TraceOwners.Scope scope, String id, List<PromptLinks.Link> links) {
    require(scope, id);
    database.change(handle -> {
      if (TraceStore.lock(handle, id).isEmpty()) {
        throw missing(id);
      }
      PromptLinks.add(handle, id, links);
    });
  }

  /** Deletes those of a group that are named, and answers how many were there. */
  int delete(TraceOwners.Scope scope, String group, List<String> ids) {
    if (!scope.hasGroup(group)) {
      return 0;
    }
    int deleted = 0;
    for (int from = 0; from < ids.size(); from += TraceLimits.DELETED_AT_ONCE) {
      List<String> some =
          ids.subList(from, Math.min(ids.size(), from + TraceLimits.DELETED_AT_ONCE));
      deleted +=
          database.write(
              handle -> TraceStore.delete(handle, TraceStore.inGroup(handle, group, some)));
    }
    return deleted;
  }

  /** Deletes the oldest of a group up to a time, and answers how many. */
  int deleteUpTo(TraceOwners.Scope scope, String group, long latest, int most) {
    if (!scope.hasGroup(group)) {
      return 0;
    }
    int deleted = 0;
    while (deleted < most) {
      int some = Math.min(most - deleted, TraceLimits.DELETED_AT_ONCE);
      int rows =
          database.write(
              handle -> TraceStore.delete(handle, TraceStore.oldest(handle, group, latest, some)));
      deleted += rows;
      if (rows < some) {
        break;
      }
    }
    return deleted;
  }
}
