// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Refusals;
import io.ratchet.storage.Database;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The assessments of traces: said, corrected, taken back. */
public final class Assessments {
  private static final String ID_PREFIX = "a-";
  private static final int ID_BYTES = 16;

  private final Database database;
  private final InstantSource time;
  private final RandomGenerator chance;

  /** Thread-safe as long as {@code chance} is. */
  public Assessments(Database database, InstantSource time, RandomGenerator chance) {
    this.database = database;
    this.time = time;
    this.chance = chance;
  }

  private String nextId() {
    byte[] id = new byte[ID_BYTES];
    chance.nextBytes(id);
    return ID_PREFIX + HexFormat.of().formatHex(id);
  }

  /** Keeps what is said of a trace; what it overrides is no longer valid. */
  Assessment create(String trace, Arguments message) {
    AssessmentReader.Said said = AssessmentReader.said(message);
    long now = time.millis();
    Long createdAt = Times.timestamp(message, "create_time");
    Long changedAt = Times.timestamp(message, "last_update_time");
    Assessment assessment =
        new Assessment(
            nextId(),
            trace,
            Texts.optional(message, "span_id", TraceLimits.NAME),
            AssessmentReader.name(message),
            said.kind(),
            AssessmentReader.source(message),
            said.body(),
            AssessmentReader.rationale(message),
            AssessmentReader.metadata(message),
            Texts.optional(message, "overrides", TraceLimits.NAME),
            message.flag("valid", true),
            createdAt == null ? now : createdAt,
            changedAt == null ? now : changedAt);
    database.change(handle -> {
      requireTrace(handle, trace);
      if (AssessmentStore.count(handle, trace) >= TraceLimits.ASSESSMENTS) {
        throw Refusals.invalid(
            "The trace has %d assessments and takes no more.".formatted(TraceLimits.ASSESSMENTS));
      }
      if (assessment.overrides() != null) {
        require(handle, trace, assessment.overrides());
        AssessmentStore.setValid(handle, trace, assessment.overrides(), false);
      }
      AssessmentStore.put(handle, assessment);
      DueTraces.assessed(handle, trace);
    });
    return assessment;
  }

  private static void requireTrace(Handle handle, String trace) {
    if (TraceStore.lock(handle, trace).isEmpty()) {
      throw Traces.missing(trace);
    }
  }

  Assessment get(String trace, String id) {
    return database.read(handle -> {
      if (TraceStore.find(handle, List.of(trace)).isEmpty()) {
        throw Traces.missing(trace);
      }
      return require(handle, trace, id);
    });
  }

  private static Assessment require(Handle handle, String trace, String id) {
    return AssessmentStore.find(handle, trace, id).orElseThrow(() -> missing(trace, id));
  }

  private static Failure missing(String trace, String id) {
    return Refusals.missing(
        "Assessment with ID '%s' not found for trace '%s'"
            .formatted(Problem.shorten(id), Problem.shorten(trace)));
  }

  /**
   * Changes what a mask names.
   *
   * @param mask the fields to change
   */
  Assessment update(String trace, String id, Arguments message, List<String> mask) {
    long now = time.millis();
    return database.write(handle -> {
      requireTrace(handle, trace);
      Assessment changed = changed(require(handle, trace, id), message, mask, now);
      AssessmentStore.put(handle, changed);
      return changed;
    });
  }

  private static Assessment changed(
      Assessment old, Arguments message, List<String> mask, long now) {
    SequencedMap<String, String> metadata = new LinkedHashMap<>(old.metadata());
    if (mask.contains("metadata")) {
      metadata.putAll(AssessmentReader.metadata(message));
    }
    AssessmentReader.Said said =
        mask.contains("feedback") || mask.contains("expectation") || mask.contains("issue")
            ? AssessmentReader.said(message)
            : null;
    if (said != null && said.kind() != old.kind()) {
      throw Refusals.invalid(
          "Cannot update %s value on %s assessment."
              .formatted(said.kind().field(), article(old.kind())));
    }
    return new Assessment(
        old.id(),
        old.traceId(),
        old.spanId(),
        mask.contains("assessment_name") ? AssessmentReader.name(message) : old.name(),
        old.kind(),
        mask.contains("source") ? AssessmentReader.source(message) : old.source(),
        said == null ? old.body() : said.body(),
        mask.contains("rationale") ? AssessmentReader.rationale(message) : old.rationale(),
        metadata,
        old.overrides(),
        mask.contains("valid") ? message.flag("valid", old.valid()) : old.valid(),
        old.createdAt(),
        now);
  }

  private static String article(Assessment.Kind kind) {
    return switch (kind) {
      case FEEDBACK -> "a Feedback";
      case EXPECTATION -> "an Expectation";
      case ISSUE -> "an Issue";
    };
  }

  /** Takes it back, whether it is there or not; what it overrode is valid again. */
  void delete(String trace, String id) {
    database.change(handle -> {
      requireTrace(handle, trace);
      AssessmentStore.find(handle, trace, id)
          .ifPresent(assessment -> {
            String overridden = assessment.overrides();
            if (overridden != null) {
              AssessmentStore.setValid(handle, trace, overridden, true);
            }
            AssessmentStore.delete(handle, trace, id);
          });
    });
  }

  /** The fields of a mask, which comes as one text with commas, or as a list within an object. */
  static @Nullable List<String> mask(Arguments request) {
    var mask = request.raw("update_mask");
    if (mask == null) {
      return null;
    }
    if (mask.isObject()) {
      return Arguments.of(mask).texts("paths");
    }
    String text = request.required("update_mask");
    return List.of(text.replace("assessmentName", "assessment_name").split(","));
  }
}
