// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.TreePolicy;
import io.ratchet.mlflow.Arguments;
import io.ratchet.mlflow.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads assessments. */
final class AssessmentReader {
  /** Levels of a value. */
  private static final int DEPTH = 50;

  private static final List<String> SOURCES =
      List.of("SOURCE_TYPE_UNSPECIFIED", "HUMAN", "LLM_JUDGE", "CODE");
  private static final String ANY_MODEL = "AI_JUDGE"; // what LLM_JUDGE was called before

  private AssessmentReader() {}

  /** A statement: what kind it is of, and its message. */
  record Said(Assessment.Kind kind, JsonNode body) {}

  static Arguments message(Arguments request) {
    Arguments assessment = request.object("assessment");
    if (assessment == null) {
      throw Refusals.absent("assessment");
    }
    return assessment;
  }

  static String name(Arguments assessment) {
    return Texts.fit(
        "assessment.assessment_name", assessment.required("assessment_name"), TraceLimits.NAME);
  }

  static Assessment.Source source(Arguments assessment) {
    Arguments source = assessment.object("source");
    if (source == null) {
      return new Assessment.Source(SOURCES.getFirst(), "");
    }
    String id = Texts.optional(source, "source_id", TraceLimits.NAME);
    return new Assessment.Source(
        sourceType(source.raw("source_type")), id == null ? "default" : id);
  }

  private static String sourceType(@Nullable JsonNode type) {
    if (type == null) {
      throw Refusals.absent("assessment.source.source_type");
    }
    if (type.isIntegralNumber()
        && type.canConvertToInt()
        && type.intValue() >= 0
        && type.intValue() < SOURCES.size()) {
      return SOURCES.get(type.intValue());
    }
    String name = type.isString() ? type.stringValue().toUpperCase(Locale.ROOT) : "";
    if (name.equals(ANY_MODEL)) {
      return "LLM_JUDGE";
    }
    if (!SOURCES.contains(name)) {
      throw Refusals.unfit(
          "assessment.source.source_type", type.toString(), "It must be one of " + SOURCES);
    }
    return name;
  }

  /** What it states; exactly one thing. */
  static Said said(Arguments assessment) {
    Said said = saidOrNull(assessment);
    if (said == null) {
      throw Refusals.invalid(
          "Either an expectation, feedback or an issue must be provided in the assessment.");
    }
    return said;
  }

  static @Nullable Said saidOrNull(Arguments assessment) {
    Said said = null;
    for (Assessment.Kind kind : Assessment.Kind.values()) {
      Arguments body = assessment.object(kind.field());
      if (body != null) {
        if (said != null) {
          throw Refusals.invalid("An assessment states one thing: feedback, expectation or issue.");
        }
        said = new Said(kind, body(kind, body, assessment));
      }
    }
    return said;
  }

  private static ObjectNode body(Assessment.Kind kind, Arguments body, Arguments assessment) {
    ObjectNode kept = Json.object();
    switch (kind) {
      case FEEDBACK -> {
        put(kept, "value", body.raw("value"));
        Arguments error = body.object("error");
        // older clients put it beside the feedback
        error(kept, error == null ? assessment.object("error") : error);
        if (kept.isEmpty()) {
          throw Refusals.absent("assessment.feedback.value");
        }
      }
      case EXPECTATION -> {
        Arguments serialized = body.object("serialized_value");
        if (serialized == null) {
          JsonNode value = body.raw("value");
          if (value == null) {
            throw Refusals.absent("assessment.expectation.value");
          }
          put(kept, "value", value);
        } else {
          kept.putObject("serialized_value")
              .put("serialization_format", text(serialized, "serialization_format"))
              .put("value", text(serialized, "value"));
        }
      }
      case ISSUE ->
          kept.put(
              "issue_name",
              Texts.fit("assessment.issue.issue_name", body.required("issue_name"), 250));
    }
    return kept;
  }

  private static void error(ObjectNode kept, @Nullable Arguments error) {
    if (error != null) {
      ObjectNode shown = kept.putObject("error");
      for (String field : List.of("error_code", "error_message", "stack_trace")) {
        String text = Texts.cut(error, field, TraceLimits.ASSESSMENT_TEXT);
        if (text != null && !text.isEmpty()) {
          shown.put(field, text);
        }
      }
    }
  }

  private static String text(Arguments arguments, String name) {
    return Texts.fit(name, arguments.present(name), TraceLimits.ASSESSMENT_TEXT);
  }

  private static void put(ObjectNode kept, String name, @Nullable JsonNode value) {
    if (value == null) {
      return;
    }
    List<Problem> problems = new ArrayList<>();
    TreePolicy.check(name, value, DEPTH, problems);
    if (!problems.isEmpty()) {
      throw Refusals.unfit("assessment", problems.getFirst().toString(), "it cannot be kept");
    }
    if (value.toString().length() > TraceLimits.ASSESSMENT_TEXT) {
      throw Refusals.invalid(
          "The value of the assessment is longer than %d characters."
              .formatted(TraceLimits.ASSESSMENT_TEXT));
    }
    kept.set(name, value);
  }

  static @Nullable String rationale(Arguments assessment) {
    return Texts.cut(assessment, "rationale", TraceLimits.ASSESSMENT_TEXT);
  }

  static SequencedMap<String, String> metadata(Arguments assessment) {
    return Texts.map(assessment, "metadata");
  }
}
