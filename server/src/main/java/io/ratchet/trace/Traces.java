// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.opentelemetry.proto.trace.v1.Span;
import io.ratchet.base.Failure;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.mlflow.Refusals;
import io.ratchet.storage.Database;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

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

  /** The run that a trace was made in is one that it belongs to. */
  private void linkSource(Handle handle, String id, Map<String, String> metadata) {
    TraceStore.linkSource(handle, id, metadata, time.millis());
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
      PromptLinks.index(handle, id, tags);
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
}
