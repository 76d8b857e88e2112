// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Json;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Result;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Analyses as answers and journal entries show them. */
final class AnalysisJson {
  private AnalysisJson() {}

  static ObjectNode shown(Analysis analysis) {
    Experiment experiment = analysis.experiment();
    ObjectNode json =
        Json.object()
            .put("experiment_id", experiment.id())
            .put("name", experiment.name())
            .put("status", experiment.status().name())
            .put("time", analysis.time().toString())
            .put("unit_of_analysis", "unit")
            .put("confidence_level", experiment.plan().confidence().level());
    ArrayNode variants = json.putArray("variants");
    for (Variant variant : experiment.plan().variants()) {
      variants.add(arm(variant, analysis.arms().arm(variant.name())));
    }
    ArrayNode metrics = json.putArray("metrics");
    analysis.readings().forEach(reading -> metrics.add(reading(reading)));
    json.putObject("srm")
        .put("p_value", analysis.sampleRatio().pValue())
        .put("ok", analysis.sampleRatio().isKept())
        .put("threshold", Analysis.SampleRatio.THRESHOLD)
        .put("chi_square_p_value", analysis.sampleRatio().fixed().pValue());
    ObjectNode exposure =
        json.putObject("exposure")
            .put("units", analysis.arms().units())
            .put("units_in_several_variants", analysis.arms().mixedUnits());
    ObjectNode uncounted = exposure.putObject("uncounted_calls");
    analysis.arms().uncounted().forEach(uncounted::put);
    json.set("verdict", verdict(analysis.verdict()));
    return json;
  }

  static ObjectNode verdict(Verdict verdict) {
    ObjectNode json =
        Json.object()
            .put("decision", verdict.decision().name())
            .put("winner", verdict.winner() == null ? null : verdict.winner().toString());
    json.set("reasons", Json.array(verdict.reasons()));
    return json.put("units_needed", verdict.unitsNeeded());
  }

  private static ObjectNode arm(Variant variant, Arms.Arm arm) {
    return Json.object()
        .put("name", variant.name())
        .put("version", variant.version().toString())
        .put("units", arm.units())
        .put("calls", arm.calls())
        .put("success_rate", mean(arm, Metric.SUCCESS_RATE))
        .put("completeness", mean(arm, Metric.COMPLETENESS))
        .put("latency_ms", mean(arm, Metric.LATENCY))
        .put("cost_usd", mean(arm, Metric.COST));
  }

  /** Over calls; null where none had a value. */
  private static @Nullable Double mean(Arms.Arm arm, Metric metric) {
    Arms.Measured measured = arm.metric(metric);
    return measured.observations() == 0
        ? null
        : (Double) (measured.total() / measured.observations() * metric.scale());
  }

  private static ObjectNode reading(Reading reading) {
    Metric metric = reading.goal().metric();
    ObjectNode json =
        Json.object()
            .put("metric", metric.name())
            .put("variant", reading.variant().name())
            .put("role", reading.goal().role().name().toLowerCase(Locale.ROOT))
            .put("margin", margin(reading.goal()))
            .put("higher_is_better", metric.higherIsBetter())
            .put("control_mean", mean(reading.control(), metric))
            .put("treatment_mean", mean(reading.treatment(), metric));
    double scale = metric.scale();
    Effect fixed = value(reading.fixed());
    Effect always = value(reading.always());
    Effect relative = value(reading.relative());
    Effect shown = always == null ? fixed : always;
    json.put("effect", shown == null ? null : (Double) (shown.estimate() * scale))
        .put("relative", relative == null ? null : (Double) relative.estimate());
    json.set("interval", interval(fixed, scale));
    json.put("p_value", pValue(fixed)).put("test", reading.test() + " (fixed horizon)");
    json.set("always_valid_interval", interval(always, scale));
    json.put("always_valid_p_value", pValue(always));
    json.put("always_valid_level", level(always));
    if (reading.goal().role() == Goal.Role.GUARDRAIL) {
      json.set("always_valid_relative_interval", interval(relative, 1));
    }
    return json.put("state", state(reading)).put("note", note(reading));
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
      return none.explanation();
    }
    boolean decides = reading.goal().role() == Goal.Role.GUARDRAIL;
    return decides && reading.relative() instanceof Result.Degenerate<Effect> none
        ? none.explanation()
        : null;
  }

  private static @Nullable Double mean(Moments moments, Metric metric) {
    return moments.n() == 0 ? null : (Double) (moments.mean() * metric.scale());
  }

  private static @Nullable Effect value(Result<Effect> result) {
    return result.asOptional().orElse(null);
  }

  private static @Nullable Double pValue(@Nullable Effect effect) {
    return switch (effect) {
      case Effect.Estimated estimated -> estimated.pValue();
      case Effect.Exact _ -> null;
      case null -> null;
    };
  }

  private static @Nullable Double level(@Nullable Effect effect) {
    return effect == null ? null : (Double) effect.interval().confidence().level();
  }

  private static @Nullable ArrayNode interval(@Nullable Effect effect, double scale) {
    if (effect == null) {
      return null;
    }
    Interval interval = effect.interval();
    return Json.array().add(interval.lower() * scale).add(interval.upper() * scale);
  }
}
