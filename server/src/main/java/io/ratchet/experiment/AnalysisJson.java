// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Json;
import io.ratchet.verdict.Analysis;
import io.ratchet.verdict.Arms;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Sums;
import io.ratchet.verdict.Variant;
import io.ratchet.verdict.Verdict;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Analyses as answers and journal entries show them. */
final class AnalysisJson {
  private AnalysisJson() {}

  static ObjectNode shown(Findings findings) {
    Experiment experiment = findings.experiment();
    Analysis analysis = findings.analysis();
    ObjectNode json =
        Json.object()
            .put("experiment_id", experiment.id())
            .put("name", experiment.name())
            .put("status", experiment.status().name())
            .put("time", findings.time().toString())
            .put("unit_of_analysis", "unit")
            .put("confidence_level", experiment.plan().confidence().level());
    ArrayNode variants = json.putArray("variants");
    for (Variant variant : experiment.plan().variants()) {
      variants.add(arm(variant, analysis.arms().arm(variant.name())));
    }
    ArrayNode metrics = json.putArray("metrics");
    analysis.readings().forEach(reading -> metrics.add(ReadingJson.shown(reading)));
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
    return json.put("units_needed", verdict.unitsNeeded()).put("days_needed", verdict.daysNeeded());
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
    Sums.Means measured = arm.means(metric);
    return measured.observations() == 0
        ? null
        : (Double) (measured.total() / measured.observations() * metric.scale());
  }
}
