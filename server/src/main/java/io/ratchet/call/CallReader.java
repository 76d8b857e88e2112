// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Fields;
import io.ratchet.base.Ids;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.base.WellFormed;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads calls that others recorded, and names every fault of a batch at once. */
final class CallReader {
  private static final Set<String> KINDS = Set.of("prompt", "model");
  private static final double MICROS = 1e3;

  private final Intake intake;
  private final Ids ids;
  private final String defaultPrompt;
  private final UnaryOperator<String> experimentIds;

  /**
   * A reader of calls.
   *
   * @param defaultPrompt what a version without an asset belongs to
   * @param experimentIds finds the id of an experiment that is named otherwise
   */
  CallReader(
      InstantSource time, Ids ids, String defaultPrompt, UnaryOperator<String> experimentIds) {
    this.intake = new Intake(time);
    this.ids = ids;
    this.defaultPrompt = defaultPrompt;
    this.experimentIds = experimentIds;
  }

  /** One record, an array of them, or {@code {"calls": [...]}}. */
  List<Call> read(JsonNode body) {
    List<Problem> problems = new ArrayList<>();
    List<Call> calls = new ArrayList<>();
    Intake.each(body, "calls", (node, path) -> calls.add(call(node, path, problems)));
    Intake.refuse(problems);
    return calls;
  }

  private Call call(JsonNode node, String path, List<Problem> problems) {
    Fields in = Fields.of(node, path, problems);
    String id = Intake.name(in, "id", Bounds.ID_LENGTH);
    String unit = Intake.name(in, "unit", Bounds.WORD_LENGTH);
    String experiment = Intake.name(in, "experiment", Bounds.NAME_LENGTH);
    Call call =
        new Call(
            id == null ? ids.next() : id,
            intake.time(in),
            subject(in),
            experiment == null ? null : experimentIds.apply(experiment),
            Intake.name(in, "variant", Bounds.NAME_LENGTH),
            unit == null ? null : Units.hash(unit),
            outcome(in),
            Intake.name(in, "error_type", Bounds.NAME_LENGTH),
            integer(in.integer("status", 100, 599)),
            micros(in, "latency_ms"),
            micros(in, "first_token_ms"),
            Intake.name(in, "provider", Bounds.NAME_LENGTH),
            Intake.name(in, "model", Bounds.WORD_LENGTH),
            new Tokens(
                in.integer("input_tokens", 0, Bounds.TOKENS),
                in.integer("output_tokens", 0, Bounds.TOKENS),
                in.integer("cached_tokens", 0, Bounds.TOKENS),
                in.integer("reasoning_tokens", 0, Bounds.TOKENS)),
            in.choice("usage_source", UsageSource.class),
            nanos(in.decimal("cost_usd", BigDecimal.ZERO, Bounds.COST_USD)),
            Intake.name(in, "price_version", Bounds.NAME_LENGTH),
            in.number("completeness", 0, 1),
            integer(in.integer("fields_extracted", 0, Bounds.FIELDS)),
            in.number("confidence", 0, 1),
            in.get("prediction"),
            scores(in),
            tags(in),
            stages(in, path, problems),
            in.object("features"),
            Intake.name(in, "trace_id", Bounds.NAME_LENGTH),
            new Call.Bodies(in.get("request"), in.get("response")));
    checkSize(in, "prediction", call.prediction());
    checkSize(in, "features", call.features());
    in.checkUnknown();
    return call;
  }

  private static Outcome outcome(Fields in) {
    Boolean success = in.flag("success");
    Outcome outcome = in.choice("outcome", Outcome.class);
    if (success == null) {
      if (!in.has("success") && !in.has("outcome")) {
        in.problem("success", "is required: true, or false, or an outcome", null);
      }
      return outcome == null ? Outcome.FAILURE : outcome;
    }
    Outcome told = success ? Outcome.SUCCESS : Outcome.FAILURE;
    if (outcome != null && outcome != told) {
      in.problem("outcome", "contradicts success, which is " + success, outcome.word());
    }
    return told;
  }

  private Call.@Nullable Subject subject(Fields in) {
    String kind = Intake.name(in, "kind", Bounds.NAME_LENGTH);
    String asset = Intake.name(in, "asset", Bounds.NAME_LENGTH);
    String version = Intake.name(in, "version", Bounds.NAME_LENGTH);
    String known = kind == null ? "prompt" : kind.toLowerCase(Locale.ROOT);
    if (!KINDS.contains(known)) {
      in.problem("kind", "must be prompt or model", kind);
    }
    if (asset == null && version == null) {
      return null;
    }
    if (asset == null && !known.equals("prompt")) {
      in.problem("asset", "is required where a model's version is given", null);
    }
    return Call.Subject.of(
        known, asset == null ? defaultPrompt : asset, version == null ? "" : version);
  }

  private static @Nullable Integer integer(@Nullable Long number) {
    return number == null ? null : (Integer) Math.toIntExact(number);
  }

  private static @Nullable Long micros(Fields in, String field) {
    Double millis = in.number(field, 0, Bounds.LATENCY_MILLIS);
    return millis == null ? null : (Long) Math.round(millis * MICROS);
  }

  private static @Nullable Long nanos(@Nullable BigDecimal usd) {
    return usd == null ? null : (Long) Money.nanos(usd);
  }

  private static Map<String, Double> scores(Fields in) {
    Map<String, Double> scores = new HashMap<>();
    ObjectNode object = in.object("scores");
    if (object == null || !isSmall(in, "scores", object, Bounds.SCORES)) {
      return scores;
    }
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      JsonNode value = entry.getValue();
      String field = "scores." + entry.getKey();
      if (!isName(entry.getKey())) {
        in.problem("scores", "must have names of 1 to " + Bounds.NAME_LENGTH, entry.getKey());
      } else if (value.isBoolean()) {
        scores.put(entry.getKey(), value.booleanValue() ? 1.0 : 0.0);
      } else if (!value.isNumber() || !(Math.abs(Json.number(value)) <= Bounds.SCORE)) {
        in.problem(field, "must be a number from -1e9 to 1e9, true or false", value);
      } else {
        scores.put(entry.getKey(), Json.number(value));
      }
    }
    return scores;
  }

  private static Map<String, String> tags(Fields in) {
    Map<String, String> tags = new HashMap<>();
    ObjectNode object = in.object("tags");
    if (object == null || !isSmall(in, "tags", object, Bounds.TAGS)) {
      return tags;
    }
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String value = entry.getValue().stringValue(null);
      if (!isName(entry.getKey())) {
        in.problem("tags", "must have names of 1 to " + Bounds.NAME_LENGTH, entry.getKey());
      } else if (value == null || !isWord(value)) {
        in.problem(
            "tags." + entry.getKey(),
            "must be a string of at most " + Bounds.WORD_LENGTH + " characters",
            entry.getValue());
      } else {
        tags.put(entry.getKey(), value);
      }
    }
    return tags;
  }

  private static boolean isSmall(Fields in, String field, ObjectNode object, int limit) {
    if (object.size() > limit) {
      in.problem(field, "must have at most " + limit + " entries", object.size());
    }
    return object.size() <= limit;
  }

  private static boolean isName(String text) {
    return !text.isBlank() && text.length() <= Bounds.NAME_LENGTH && isWord(text);
  }

  private static boolean isWord(String text) {
    return text.length() <= Bounds.WORD_LENGTH && text.indexOf('\0') < 0 && WellFormed.is(text);
  }

  private static List<Call.Stage> stages(Fields in, String path, List<Problem> problems) {
    List<Call.Stage> stages = new ArrayList<>();
    List<JsonNode> list = in.list("stages", Bounds.STAGES);
    for (int i = 0; i < list.size(); i++) {
      String place = (path.isEmpty() ? "" : path + ".") + "stages[" + i + "]";
      Fields fields = Fields.of(list.get(i), place, problems);
      String name = Intake.name(fields, "name", Bounds.NAME_LENGTH);
      Long latency = micros(fields, "latency_ms");
      if (name == null || latency == null) {
        in.problem("stages[" + i + "]", "must have a name and a latency_ms", list.get(i));
      } else {
        stages.add(new Call.Stage(name, latency));
      }
      fields.checkUnknown();
    }
    return stages;
  }

  private static void checkSize(Fields in, String field, @Nullable JsonNode value) {
    if (value != null && value.isContainer() && Json.text(value).length() > Bounds.DETAIL_LENGTH) {
      in.problem(field, "must have at most " + Bounds.DETAIL_LENGTH + " characters of JSON", null);
    }
  }
}
