// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.mlflow.Arguments;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what another store kept of a trace, and decides what of it may be here: the rules for what
 * is sent here, but that texts are never cut. What breaks them is left out by name.
 */
final class TraceArchivePolicy {
  /** What says only where spans are: here they are here. */
  private static final Set<String> PLACES = Set.of(Keys.ARTIFACTS_TAG, Keys.SPANS_TAG);

  private final String what;
  private final Arguments in;
  private final BiConsumer<String, String> refused;

  private TraceArchivePolicy(String what, Arguments in, BiConsumer<String, String> refused) {
    this.what = what;
    this.in = in;
    this.refused = refused;
  }

  /**
   * The trace that a line says, without what it may not have.
   *
   * @param oldest when the oldest trace began that is still kept, in milliseconds
   * @param refused takes what is left out and why
   * @return null where it may not be here at all
   */
  static @Nullable ArchivedTrace admit(
      JsonNode line, long oldest, BiConsumer<String, String> refused) {
    String id = line.path("id").asString("");
    String what = "trace " + Problem.shorten(id);
    try {
      return new TraceArchivePolicy(what, Arguments.of(line), refused).admit(id, oldest, line);
    } catch (Failure e) {
      refused.accept(what, e.message());
      return null;
    }
  }

  private @Nullable ArchivedTrace admit(String id, long oldest, JsonNode line) {
    Texts.newId("id", id);
    long startedAt = Times.inRange("started_at", in.requiredInteger("started_at"));
    if (startedAt < oldest) {
      refused.accept(what, "it is older than traces are kept here: see traces.retention");
      return null;
    }
    Long duration = in.integer("duration");
    Map<String, String> metadata = texts("metadata", line.path("metadata"));
    metadata.keySet().removeAll(PLACES);
    Map<String, String> tags = texts("tag", line.path("tags"));
    tags.keySet().removeAll(PLACES);
    return new ArchivedTrace(
        id,
        in.required("group"),
        Texts.optional(in, "client_request_id", TraceLimits.CLIENT_REQUEST_ID),
        fitting("request_preview"),
        fitting("response_preview"),
        TraceState.of("state", line.get("state")),
        startedAt,
        duration == null ? null : Long.valueOf(Times.inRange("duration", duration)),
        metadata,
        tags,
        runs(metadata),
        assessments(id, line.path("assessments")),
        spans(line.path("spans")));
  }

  private @Nullable String fitting(String name) {
    String text = in.text(name);
    return text == null ? null : Texts.fit(name, text, TraceLimits.SENT_PREVIEW);
  }

  private Map<String, String> texts(String kind, JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object
        .properties()
        .forEach(entry -> {
          try {
            String value = entry.getValue().asString("");
            texts.put(
                Texts.key(kind, entry.getKey()), Texts.fit(kind, value, TraceLimits.TAG_VALUE));
          } catch (Failure e) {
            refused.accept(
                "%s, %s %s".formatted(what, kind, Problem.shorten(entry.getKey())), e.message());
          }
        });
    return texts;
  }

  /** Its own runs, and the one that it was made in. */
  private List<String> runs(Map<String, String> metadata) {
    Set<String> runs = new TreeSet<>(in.texts("runs"));
    String source = metadata.get(Keys.RUN);
    if (source != null && !source.isEmpty()) {
      runs.add(source);
    }
    List<String> kept = new ArrayList<>();
    for (String run : runs) {
      try {
        kept.add(Texts.fit("run", run, TraceLimits.NAME));
      } catch (Failure e) {
        refused.accept(what + ", run " + Problem.shorten(run), e.message());
      }
    }
    return kept;
  }

  private List<Assessment> assessments(String trace, JsonNode list) {
    Map<String, Assessment> kept = new TreeMap<>();
    for (JsonNode message : list.values()) {
      String id = message.path("assessment_id").asString("");
      try {
        Assessment assessment = assessment(trace, id, Arguments.of(message));
        if (kept.putIfAbsent(id, assessment) != null) {
          throw Failure.invalid("it is there twice", "");
        }
      } catch (Failure e) {
        refused.accept(what + ", assessment " + Problem.shorten(id), e.message());
      }
    }
    return List.copyOf(kept.values());
  }

  private static Assessment assessment(String trace, String id, Arguments message) {
    Texts.newId("assessment_id", id);
    String rationale = message.text("rationale");
    if (rationale != null) {
      Texts.fit("rationale", rationale, TraceLimits.ASSESSMENT_TEXT);
    }
    AssessmentReader.Said said = AssessmentReader.said(message);
    Long createdAt = Times.timestamp(message, "create_time");
    Long changedAt = Times.timestamp(message, "last_update_time");
    long created = createdAt == null ? 0 : createdAt;
    return new Assessment(
        id,
        trace,
        Texts.optional(message, "span_id", TraceLimits.NAME),
        AssessmentReader.name(message),
        said.kind(),
        AssessmentReader.source(message),
        said.body(),
        rationale,
        AssessmentReader.metadata(message),
        Texts.optional(message, "overrides", TraceLimits.NAME),
        message.flag("valid", true),
        created,
        changedAt == null ? created : changedAt);
  }

  private List<Span> spans(JsonNode list) {
    List<Span> kept = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonNode written : list.values()) {
      String name = what + ", span " + Problem.shorten(written.path("name").asString(""));
      try {
        ReceivedSpan span =
            ReceivedSpan.of(ForeignSpans.read(written), Resource.getDefaultInstance());
        String fault = span.fault();
        if (fault == null && !ids.add(span.id())) {
          fault = "it is there twice";
        }
        if (fault == null) {
          kept.add(span.span());
        } else {
          refused.accept(name, fault);
        }
      } catch (Failure e) {
        refused.accept(name, e.message());
      }
    }
    return kept;
  }
}
