// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.base.Amounts;
import io.ratchet.base.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a model is trained anew.
 *
 * @param label the column to learn, or the name of the feedback
 * @param holdout the share of the newest rows that is kept back for the judgement
 * @param approval whether somebody has to allow each run
 * @param canary the plan of the trial against the champion, in the words of an experiment; null
 *     stops at the challenger
 * @param refit whether a built-in trainer learns again from all rows once the gates are passed, the
 *     held-out ones included: on data whose habits change the newest rows matter most
 * @param promoteFirst whether the first version of a model goes into production by itself
 */
public record Pipeline(
    String model,
    Recipe trainer,
    String label,
    @Nullable Task task,
    Data data,
    double holdout,
    boolean approval,
    Gates gates,
    @Nullable ObjectNode canary,
    boolean refit,
    boolean promoteFirst,
    @Nullable Schedule schedule,
    Limits limits) {

  /** What kind of answer is learnt; null in a pipeline leaves it to the champion and the data. */
  public enum Task {
    CLASSIFICATION,
    REGRESSION
  }

  /** Who trains. */
  public enum Kind {
    LOGISTIC,
    LINEAR,
    BOOSTED_TREES,
    /** A program on this machine. */
    COMMAND,
    /** A server elsewhere that registers the version itself. */
    WEBHOOK;

    /** Whether this process trains. */
    boolean isBuiltIn() {
      return switch (this) {
        case LOGISTIC, LINEAR, BOOSTED_TREES -> true;
        case COMMAND, WEBHOOK -> false;
      };
    }
  }

  /**
   * How it is trained.
   *
   * @param parameters settings of the trainer, handed on as they are
   * @param command program and arguments
   */
  public record Recipe(Kind kind, ObjectNode parameters, List<String> command, @Nullable URI url) {
    public Recipe {
      command = List.copyOf(command);
    }
  }

  /** Where rows come from. */
  public enum Source {
    /** Files that arrive in directories. */
    FILES,
    /** Calls whose label came back. */
    TRAFFIC
  }

  /**
   * Which rows are learnt from.
   *
   * @param maxRows the newest so many
   * @param window how far back calls are taken
   * @param time the column by which rows of files are put in order; null where they are in order
   * @param doneMarker whether a file counts only beside an empty one of its name and {@code .done}
   */
  public record Data(
      Source source,
      List<String> directories,
      List<String> patterns,
      int maxRows,
      Duration window,
      @Nullable String time,
      boolean doneMarker) {
    public Data {
      directories = List.copyOf(directories);
      patterns = List.copyOf(patterns);
    }
  }

  /**
   * What a new version has to prove.
   *
   * @param minImprovement what the lower bound of the improvement has to exceed: of the accuracy,
   *     or as a share of the champion's mean squared error
   * @param confidence of that bound, one-sided
   * @param minRows the fewest rows for a judgement
   */
  public record Gates(double minImprovement, double confidence, int minRows) {}

  ObjectNode json() {
    ObjectNode json = Json.object().put("model", model);
    ObjectNode recipe = json.putObject("trainer").put("kind", word(trainer.kind()));
    recipe.set("parameters", trainer.parameters());
    if (trainer.kind() == Kind.COMMAND) {
      recipe.set("command", Json.array(trainer.command()));
    }
    if (trainer.url() != null) {
      recipe.put("url", trainer.url().toString());
    }
    json.put("label", label).put("task", task == null ? null : word(task));
    ObjectNode rows = json.putObject("data").put("source", word(data.source()));
    if (data.source() == Source.FILES) {
      rows.set("directories", Json.array(data.directories()));
      rows.set("patterns", Json.array(data.patterns()));
      rows.put("time", data.time()).put("done_marker", data.doneMarker());
    } else {
      rows.put("window", Amounts.print(data.window()));
    }
    rows.put("max_rows", data.maxRows());
    json.put("holdout", holdout).put("approval", approval);
    json.putObject("gates")
        .put("min_improvement", gates.minImprovement())
        .put("confidence", gates.confidence())
        .put("min_rows", gates.minRows());
    json.set("canary", canary);
    json.put("refit", refit);
    json.put("promote_first", promoteFirst);
    json.put("schedule", schedule == null ? null : schedule.text());
    limits(json);
    return json;
  }

  private void limits(ObjectNode json) {
    json.set(
        "triggers",
        Json.array(limits.triggers().stream().sorted().map(TriggerType::word).toList()));
    json.put("min_new_samples", limits.minNewSamples())
        .put("max_days_without_retrain", limits.maxDaysWithoutRetrain())
        .put("accuracy_degradation_threshold", limits.accuracyDegradationThreshold())
        .put("drift_score_threshold", limits.driftScoreThreshold())
        .put("error_rate_threshold", limits.errorRateThreshold())
        .put("min_hours_between_retrains", limits.minHoursBetweenRetrains())
        .put("max_retrains_per_day", limits.maxRetrainsPerDay())
        .put("min_labelled_rows", limits.minLabelledRows());
    json.set(
        "blackout_windows",
        Json.array(limits.blackouts().stream().map(Blackout::toString).toList()));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
