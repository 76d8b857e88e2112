// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Amounts;
import io.ratchet.base.Json;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Result;
import io.ratchet.stats.bayes.Comparison;
import io.ratchet.verdict.BeliefPolicy;
import io.ratchet.verdict.Comparison.Figure;
import io.ratchet.verdict.Goal;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Reading;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One metric of one treatment as analyses show it. */
final class ReadingJson {
  private ReadingJson() {}

  static ObjectNode shown(Reading reading) {
    Metric metric = reading.goal().metric();
    double scale = metric.scale();
    Figure control = reading.comparison().control().asOptional().orElse(null);
    Figure treatment = reading.comparison().treatment().asOptional().orElse(null);
    ObjectNode json =
        Json.object()
            .put("metric", metric.name())
            .put("variant", reading.variant().name())
            .put("role", reading.goal().role().name().toLowerCase(Locale.ROOT))
            .put("margin", margin(reading.goal()))
            .put("margin_is_relative", reading.goal().isRelative())
            .put("attribution_window", window(metric))
            .put("higher_is_better", metric.higherIsBetter())
            .put("control_units", control == null ? null : (Long) control.units())
            .put("treatment_units", treatment == null ? null : (Long) treatment.units())
            .put("control_mean", control == null ? null : (Double) (control.value() * scale))
            .put("treatment_mean", treatment == null ? null : (Double) (treatment.value() * scale));
    Effect fixed = value(reading.fixed());
    Effect always = value(reading.always());
    Effect relative = value(reading.relative());
    Effect shown = always == null ? fixed : always;
    json.put("effect", shown == null ? null : (Double) (shown.estimate() * scale))
        .put("relative", relative == null ? null : (Double) relative.estimate());
    json.set("interval", interval(fixed, scale));
    json.put("p_value", pValue(fixed))
        .put("test", reading.comparison().test() + " (fixed horizon)");
    json.set("always_valid_interval", interval(always, scale));
    json.put("always_valid_p_value", pValue(always));
    json.put("always_valid_level", level(always));
    json.set("always_valid_relative_interval", interval(relative, 1));
    belief(json, reading);
    return json.put("state", state(reading)).put("note", note(reading));
  }

  /** Not for stopping: chances to win are no bound on wrong decisions. */
  private static void belief(ObjectNode json, Reading reading) {
    Comparison belief = BeliefPolicy.of(reading).orElse(null);
    double scale = reading.goal().metric().scale();
    json.put("chance_to_win", belief == null ? null : (Double) belief.chanceToWin());
    ObjectNode loss = json.putObject("expected_loss");
    loss.put("ship", belief == null ? null : (Double) (belief.lossOfShipping() * scale));
    loss.put("keep", belief == null ? null : (Double) (belief.lossOfKeeping() * scale));
  }

  private static @Nullable Double margin(Goal goal) {
    return goal.role() == Goal.Role.INFORMATION ? null : (Double) goal.margin();
  }

  private static @Nullable String state(Reading reading) {
    return reading.goal().role() == Goal.Role.INFORMATION
        ? null
        : reading.state().name().toLowerCase(Locale.ROOT);
  }

  /** Why a number is missing. */
  private static @Nullable String note(Reading reading) {
    if (reading.always() instanceof Result.Degenerate<Effect> none) {
      String window = window(reading.goal().metric());
      return window == null
          ? none.explanation()
          : none.explanation() + "; units count when their " + window + " are over";
    }
    return reading.goal().isRelative()
            && reading.relative() instanceof Result.Degenerate<Effect> none
        ? none.explanation()
        : null;
  }

  private static @Nullable String window(Metric metric) {
    Duration window = metric.measure().sources().getFirst().window();
    return window == null ? null : Amounts.print(window);
  }

  static @Nullable Effect value(Result<Effect> result) {
    return result.asOptional().orElse(null);
  }

  static @Nullable Double pValue(@Nullable Effect effect) {
    return switch (effect) {
      case Effect.Estimated estimated -> estimated.pValue();
      case Effect.Exact _ -> null;
      case null -> null;
    };
  }

  private static @Nullable Double level(@Nullable Effect effect) {
    return effect == null ? null : (Double) effect.interval().confidence().level();
  }

  /** An end that the data do not bound yet is null. */
  static @Nullable ArrayNode interval(@Nullable Effect effect, double scale) {
    if (effect == null) {
      return null;
    }
    Interval interval = effect.interval();
    return Json.array().add(finite(interval.lower() * scale)).add(finite(interval.upper() * scale));
  }

  private static @Nullable Double finite(double end) {
    return Double.isFinite(end) ? (Double) end : null;
  }
}
