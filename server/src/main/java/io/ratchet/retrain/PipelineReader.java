// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Failure;
import io.ratchet.base.Fields;
import io.ratchet.base.Json;
import io.ratchet.base.Problem;
import io.ratchet.config.RetrainingConfig;
import io.ratchet.retrain.Pipeline.Data;
import io.ratchet.retrain.Pipeline.Gates;
import io.ratchet.retrain.Pipeline.Kind;
import io.ratchet.retrain.Pipeline.Recipe;
import io.ratchet.retrain.Pipeline.Source;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads how a model is to be trained; what is not said is as the configuration says. */
public final class PipelineReader {
  private static final int NAME_LENGTH = 256;
  private static final int ARGUMENTS = 100;
  private static final int ARGUMENT_LENGTH = 4_000;
  private static final int ENTRIES = 100;
  private static final int MOST_ROWS = 5_000_000;
  private static final int USUAL_ROWS = 200_000;
  private static final double USUAL_HOLDOUT = 0.2;
  private static final int USUAL_GATE_ROWS = 50;
  private static final Duration USUAL_WINDOW = Duration.ofDays(30);

  private final RetrainingConfig config;
  private final BiConsumer<Fields, List<Problem>> plans;

  /**
   * A reader.
   *
   * @param plans checks the words of an experiment, as which the canary is written
   */
  public PipelineReader(RetrainingConfig config, BiConsumer<Fields, List<Problem>> plans) {
    this.config = config;
    this.plans = plans;
  }

  /** Reads one; refuses with all its faults. */
  Pipeline read(String model, JsonNode body) {
    List<Problem> problems = new ArrayList<>();
    Fields in = Fields.of(body, "", problems);
    String named = in.text("model", NAME_LENGTH);
    if (named != null && !named.equals(model)) {
      in.problem("model", "is another than " + model + " in the path", named);
    }
    Recipe recipe = recipe(in);
    String label = in.text("label", NAME_LENGTH);
    Pipeline.Task task = in.choice("task", Pipeline.Task.class);
    Data data = data(in);
    Double holdout = in.number("holdout", 0.01, 0.9);
    boolean approval = in.flag("approval", false);
    Gates gates = in.nested("gates").map(PipelineReader::gates).orElseGet(PipelineReader::usual);
    ObjectNode canary = canary(in, problems, model);
    boolean refit = in.flag("refit", true);
    boolean promoteFirst = in.flag("promote_first", true);
    Schedule schedule =
        in.has("schedule")
            ? parsed(in, "schedule", in.text("schedule", 200), Schedule::parse)
            : null;
    Limits limits = limits(in);
    in.checkUnknown();
    Fields.refuse(problems);
    return new Pipeline(
        model,
        recipe,
        label == null ? "label" : label,
        task,
        data,
        holdout == null ? USUAL_HOLDOUT : holdout,
        approval,
        gates,
        canary,
        refit,
        promoteFirst,
        schedule,
        limits);
  }

  private static Recipe recipe(Fields in) {
    Fields trainer =
        in.nested("trainer")
            .orElseGet(() -> {
              in.problem(
                  "trainer", "is required, an object such as {\"kind\": \"logistic\"}", null);
              return Fields.of(Json.object().put("kind", "logistic"));
            });
    Kind kind = trainer.choice("kind", Kind.class);
    if (kind == null) {
      trainer.problem("kind", "is required", null);
      kind = Kind.LOGISTIC;
    }
    ObjectNode parameters = trainer.tree("parameters");
    List<String> command = texts(trainer, "command", ARGUMENTS, ARGUMENT_LENGTH);
    URI url = parsed(trainer, "url", trainer.text("url", 2_000), PipelineReader::url);
    trainer.checkUnknown();
    if ((kind == Kind.COMMAND) == command.isEmpty()) {
      trainer.problem("command", "belongs to the kind command, which needs it", command);
    }
    if ((kind == Kind.WEBHOOK) != trainer.has("url")) {
      trainer.problem("url", "belongs to the kind webhook, which needs it", url);
    }
    return new Recipe(kind, parameters == null ? Json.object() : parameters, command, url);
  }

  private static URI url(String text) {
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw Failure.invalid("not a URL: " + Problem.shorten(text), "send an http or https URL");
    }
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!web || url.getHost() == null || url.getUserInfo() != null || url.getFragment() != null) {
      throw Failure.invalid(
          "must be http or https with a host, and without user or fragment", "correct it");
    }
    return url;
  }

  private Data data(Fields in) {
    Fields data = in.nested("data").orElseGet(() -> Fields.of(Json.object()));
    Source source = data.choice("source", Source.class);
    if (source == null) {
      source = config.dataDirectories().isEmpty() ? Source.TRAFFIC : Source.FILES;
    }
    List<String> directories = texts(data, "directories", ENTRIES, ARGUMENT_LENGTH);
    List<String> patterns = texts(data, "patterns", ENTRIES, NAME_LENGTH);
    Long rows = data.integer("max_rows", 10, MOST_ROWS);
    Duration window = data.duration("window", Duration.ofMinutes(1), Duration.ofDays(3_650));
    String time = data.text("time", NAME_LENGTH);
    boolean marker = data.flag("done_marker", false);
    data.checkUnknown();
    if (source == Source.FILES && config.dataDirectories().isEmpty()) {
      data.problem("source", "needs retraining.data_directories in the configuration", "files");
    }
    return new Data(
        source,
        directories.isEmpty() ? config.dataDirectories() : directories,
        patterns.isEmpty() ? config.watchFilePatterns() : patterns,
        rows == null ? USUAL_ROWS : rows.intValue(),
        window == null ? USUAL_WINDOW : window,
        time,
        marker);
  }

  private static Gates usual() {
    return new Gates(0, 0.95, USUAL_GATE_ROWS);
  }

  private static Gates gates(Fields in) {
    Gates usual = usual();
    Double improvement = in.number("min_improvement", -1, 1);
    Double confidence = in.number("confidence", 0.5, 0.9999);
    Long rows = in.integer("min_rows", 2, MOST_ROWS);
    in.checkUnknown();
    return new Gates(
        improvement == null ? usual.minImprovement() : improvement,
        confidence == null ? usual.confidence() : confidence,
        rows == null ? usual.minRows() : rows.intValue());
  }

  /** Its words are those of an experiment, whose asset and versions are ours to say. */
  private @Nullable ObjectNode canary(Fields in, List<Problem> problems, String model) {
    ObjectNode canary = in.tree("canary");
    if (canary != null) {
      for (String ours : CanaryPlan.OURS) {
        if (canary.has(ours)) {
          in.problem("canary." + ours, "is not yours to say here", canary.get(ours));
        }
      }
      Fields plan =
          Fields.of(
              CanaryPlan.request(canary, model, false, "v0.0.0", "v0.0.1"), "canary", problems);
      plans.accept(plan, problems);
      plan.checkUnknown();
    }
    return canary;
  }

  private Limits limits(Fields in) {
    Limits usual = Limits.of(config);
    Set<TriggerType> triggers = triggers(in);
    Long samples = in.integer("min_new_samples", 1, 1_000_000_000);
    Double days = in.number("max_days_without_retrain", 0, 3_650);
    Double accuracy = in.number("accuracy_degradation_threshold", 0, 1);
    Double drift = in.number("drift_score_threshold", 0, 1);
    Double errors = in.number("error_rate_threshold", 0, 1);
    Double hours = in.number("min_hours_between_retrains", 0, 87_600);
    Long most = in.integer("max_retrains_per_day", 0, 1_000);
    Long rows = in.integer("min_labelled_rows", 0, 1_000_000_000);
    return new Limits(
        triggers == null ? usual.triggers() : triggers,
        samples == null ? usual.minNewSamples() : samples.intValue(),
        days == null ? usual.maxDaysWithoutRetrain() : days,
        accuracy == null ? usual.accuracyDegradationThreshold() : accuracy,
        drift == null ? usual.driftScoreThreshold() : drift,
        errors == null ? usual.errorRateThreshold() : errors,
        hours == null ? usual.minHoursBetweenRetrains() : hours,
        most == null ? usual.maxRetrainsPerDay() : most.intValue(),
        rows == null ? usual.minLabelledRows() : rows.intValue(),
        blackouts(in, usual.blackouts()));
  }

  private static @Nullable Set<TriggerType> triggers(Fields in) {
    if (!in.has("triggers")) {
      return null;
    }
    Set<TriggerType> triggers = EnumSet.noneOf(TriggerType.class);
    for (String word : texts(in, "triggers", ENTRIES, NAME_LENGTH)) {
      Optional<TriggerType> type =
          List.of(TriggerType.values()).stream()
              .filter(one -> one.word().equals(word.toLowerCase(Locale.ROOT)))
              .findFirst();
      type.ifPresentOrElse(
          triggers::add,
          () ->
              in.problem(
                  "triggers",
                  "must be words of "
                      + String.join(
                          ", ",
                          List.of(TriggerType.values()).stream().map(TriggerType::word).toList()),
                  word));
    }
    return triggers;
  }

  /** Each a text, or an object with days, from and to. */
  private static List<Blackout> blackouts(Fields in, List<Blackout> usual) {
    if (!in.has("blackout_windows")) {
      return usual;
    }
    List<Blackout> windows = new ArrayList<>();
    for (JsonNode node : in.list("blackout_windows", ENTRIES)) {
      String text =
          node.isObject()
              ? "%s %s-%s"
                  .formatted(
                      days(node.path("days")),
                      node.path("from").asString("00:00"),
                      node.path("to").asString("00:00"))
              : node.asString("");
      Blackout window = parsed(in, "blackout_windows", text, Blackout::parse);
      if (window != null) {
        windows.add(window);
      }
    }
    return windows;
  }

  private static String days(JsonNode node) {
    if (!node.isArray()) {
      return node.asString("*");
    }
    return String.join(",", node.values().stream().map(day -> day.asString("")).toList());
  }

  private static List<String> texts(Fields in, String name, int most, int length) {
    List<String> texts = new ArrayList<>();
    for (JsonNode node : in.list(name, most)) {
      if (node.isString()
          && !node.stringValue().isEmpty()
          && node.stringValue().length() <= length
          && node.stringValue().indexOf('\0') < 0) {
        texts.add(node.stringValue());
      } else {
        in.problem(name, "must hold texts of at most " + length + " characters", node);
      }
    }
    return texts;
  }

  private static <T> @Nullable T parsed(
      Fields in, String name, @Nullable String text, Function<String, T> parser) {
    if (text == null) {
      return null;
    }
    try {
      return parser.apply(text);
    } catch (Failure e) {
      in.problem(name, e.message() + " (" + e.hint() + ")", text);
      return null;
    }
  }
}
