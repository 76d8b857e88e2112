// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import io.ratchet.base.Json;
import io.ratchet.call.Money;
import io.ratchet.replay.Findings.Metric;
import io.ratchet.replay.Findings.Success;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Result;
import io.ratchet.stats.fixed.PairedProportion;
import io.ratchet.stats.fixed.PairingGain;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Replays as answers show them: every field is there, and null where it is unknown. */
final class ReplayJson {
  private static final double PERCENT = 100;

  private ReplayJson() {}

  static ObjectNode one(Replays.Shown shown) {
    ObjectNode json = brief(shown);
    Findings findings = shown.findings();
    json.set("result", findings == null ? null : result(findings));
    return json;
  }

  static ObjectNode brief(Replays.Shown shown) {
    Replay replay = shown.replay();
    Plan plan = replay.plan();
    ObjectNode json =
        Json.object()
            .put("replay_id", replay.id())
            .put("status", replay.status().name())
            .put("reason", replay.reason())
            .put("prompt", plan.prompt())
            .put("control_version", plan.control().toString())
            .put("treatment_version", plan.treatment().toString())
            .put("from", plan.from() == null ? null : plan.from().toString())
            .put("to", plan.to().toString())
            .put("limit", plan.limit())
            .put("model", plan.model())
            .put("max_cost_usd", Money.usd(plan.maxCostNanos()))
            .put("allow_unpriced", plan.allowUnpriced())
            .put("concurrency", plan.concurrency())
            .put("confidence_level", plan.confidence().level());
    Replay.Progress progress = shown.progress();
    ObjectNode shownProgress =
        json.putObject("progress")
            .put("pairs", replay.pairs())
            .put("done", progress.done())
            .put("gone", progress.skipped())
            .put("scanned_calls", replay.scanned())
            .put("spent_usd", Money.usd(progress.spentNanos()))
            .put("unpriced_answers", progress.unpriced());
    ObjectNode skipped = shownProgress.putObject("skipped_calls");
    new TreeMap<>(replay.skipped()).forEach(skipped::put);
    return json.put("created_at", replay.createdAt().toString())
        .put("created_by", replay.createdBy())
        .put("finished_at", replay.finishedAt() == null ? null : replay.finishedAt().toString());
  }

  private static ObjectNode result(Findings findings) {
    ObjectNode json =
        Json.object()
            .put("finding", findings.finding().name())
            .put("pairs", findings.success().table().pairs());
    json.set("success", success(findings.success()));
    ArrayNode metrics = json.putArray("metrics");
    findings.metrics().forEach(metric -> metrics.add(metric(metric)));
    ObjectNode errors = json.putObject("errors");
    findings
        .errors()
        .forEach((arm, types) -> {
          ObjectNode counted = errors.putObject(arm.word());
          types.forEach(counted::put);
        });
    ObjectNode calls = json.putObject("differing_calls");
    calls.set("control_only", Json.array(findings.controlOnly()));
    calls.set("treatment_only", Json.array(findings.treatmentOnly()));
    json.set("conclusion", Json.array(findings.conclusion()));
    return json;
  }

  private static ObjectNode success(Success success) {
    PairedProportion table = success.table();
    boolean any = table.pairs() > 0;
    ObjectNode json =
        Json.object()
            .put("both", table.both())
            .put("control_only", table.controlOnly())
            .put("treatment_only", table.treatmentOnly())
            .put("neither", table.neither())
            .put("control_rate", any ? (Double) table.control().rate() : null)
            .put("treatment_rate", any ? (Double) table.treatment().rate() : null)
            .put(
                "success_rate_delta",
                any
                    ? (Double)
                        (PERCENT * (table.treatmentOnly() - table.controlOnly()) / table.pairs())
                    : null);
    json.set("interval", interval(success.interval().asOptional().orElse(null), PERCENT));
    json.put("p_value", any ? (Double) success.pValue() : null)
        .put("test", "McNemar, exact")
        .put("interval_method", "Newcombe, paired");
    return gain(json, success.gain());
  }

  private static ObjectNode metric(Metric metric) {
    boolean any = metric.pairs().n() > 0;
    Effect difference = metric.difference().asOptional().orElse(null);
    Effect relative = metric.relative().asOptional().orElse(null);
    ObjectNode json =
        Json.object()
            .put("metric", metric.name())
            .put("pairs", metric.pairs().n())
            .put("control_mean", any ? (Double) metric.pairs().meanX() : null)
            .put("treatment_mean", any ? (Double) metric.pairs().meanY() : null)
            .put("difference", difference == null ? null : (Double) difference.estimate());
    json.set("interval", interval(difference == null ? null : difference.interval(), 1));
    json.put("p_value", pValue(difference))
        .put("relative_pct", relative == null ? null : (Double) (relative.estimate() * PERCENT));
    json.set(
        "relative_interval_pct", interval(relative == null ? null : relative.interval(), PERCENT));
    gain(json, metric.gain());
    return json.put(
        "note",
        switch (metric.difference()) {
          case Result.Computed<Effect> _ -> null;
          case Result.Degenerate<Effect>(_, String explanation) -> explanation;
        });
  }

  private static @Nullable Double pValue(@Nullable Effect effect) {
    return effect instanceof Effect.Estimated estimated ? (Double) estimated.pValue() : null;
  }

  private static ObjectNode gain(ObjectNode json, Result<PairingGain> gain) {
    PairingGain known = gain.asOptional().orElse(null);
    return json.put("correlation", known == null ? null : (Double) known.correlation())
        .put("variance_ratio", known == null ? null : (Double) known.varianceRatio());
  }

  private static @Nullable ArrayNode interval(@Nullable Interval interval, double scale) {
    return interval == null
        ? null
        : Json.array().add(interval.lower() * scale).add(interval.upper() * scale);
  }
}
