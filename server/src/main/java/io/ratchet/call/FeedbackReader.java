// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Fields;
import io.ratchet.base.Ids;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.WellFormed;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads feedback that others send, and names every fault of a batch at once. */
public final class FeedbackReader {
  private final Intake intake;
  private final Ids ids;
  private final UnaryOperator<String> experimentIds;

  /**
   * A reader of feedback.
   *
   * @param experimentIds finds the id of an experiment that is named otherwise
   */
  public FeedbackReader(InstantSource time, Ids ids, UnaryOperator<String> experimentIds) {
    this.intake = new Intake(time);
    this.ids = ids;
    this.experimentIds = experimentIds;
  }

  /** One record, an array of them, or {@code {"feedback": [...]}}. */
  public List<Feedback> read(JsonNode body) {
    List<Problem> problems = new ArrayList<>();
    List<Feedback> feedback = new ArrayList<>();
    Intake.each(body, "feedback", (node, path) -> feedback.add(one(node, path, problems)));
    Intake.refuse(problems);
    return feedback;
  }

  private Feedback one(JsonNode node, String path, List<Problem> problems) {
    Fields in = Fields.of(node, path, problems);
    String id = Intake.name(in, "id", Bounds.ID_LENGTH);
    String callId = Intake.name(in, "call_id", Bounds.ID_LENGTH);
    String experiment = Intake.name(in, "experiment", Bounds.NAME_LENGTH);
    String unit = Intake.name(in, "unit", Bounds.WORD_LENGTH);
    String name = Intake.name(in, "name", Bounds.NAME_LENGTH);
    if (name == null && !in.has("name")) {
      in.problem("name", "is required", null);
    }
    boolean byUnit = experiment != null && unit != null;
    boolean partly = experiment != null || unit != null;
    if (callId == null ? !byUnit : partly) {
      in.problem("call_id", "is required, or else experiment and unit", null);
    }
    Feedback feedback =
        new Feedback(
            id == null ? ids.next() : id,
            intake.time(in),
            callId,
            experiment == null ? null : experimentIds.apply(experiment),
            unit == null ? null : Units.hash(unit),
            name == null ? "" : name,
            value(in));
    in.checkUnknown();
    return feedback;
  }

  private static JsonNode value(Fields in) {
    JsonNode value = in.get("value");
    String fault = value == null ? "is required" : fault(value);
    if (fault != null) {
      in.problem("value", fault, value);
    }
    return value == null ? Json.object() : value;
  }

  private static @Nullable String fault(JsonNode value) {
    if (value.isNumber()) {
      return Math.abs(Json.number(value)) <= Bounds.SCORE ? null : "must be from -1e9 to 1e9";
    }
    if (value.isString()) {
      String text = value.stringValue();
      return text.length() <= Bounds.COMMENT_LENGTH && WellFormed.is(text)
          ? null
          : "must be well-formed and have at most " + Bounds.COMMENT_LENGTH + " characters";
    }
    return value.isBoolean() ? null : "must be a number, true, false or a string";
  }
}
