// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import static io.ratchet.simulation.ForecastJson.rounded;

import io.ratchet.base.Json;
import io.ratchet.simulation.Outcome.Rate;
import io.ratchet.simulation.Outcome.Spread;
import io.ratchet.stats.Moments;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Source;
import io.ratchet.verdict.Verdict.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what simulations came to. */
final class OutcomeJson {
  private OutcomeJson() {}

  static ObjectNode of(Outcome outcome) {
    Setting setting = outcome.setting();
    Double pace = setting.unitsPerDay();
    ObjectNode json = Json.object().put("name", setting.truth().name());
    json.put("variant", setting.truth().variant());
    json.set("effects", effects(setting));
    json.put("truth", outcome.merit().name().toLowerCase(Locale.ROOT));
    json.put("runs", outcome.runs().size());
    Rate promoted = outcome.ended(Decision.PROMOTE);
    Rate rolledBack = outcome.ended(Decision.ROLLBACK);
    json.set("promoted", rate(promoted));
    json.set("rolled_back", rate(rolledBack));
    json.set("inconclusive", rate(outcome.ended(Decision.INCONCLUSIVE)));
    json.set("invalid", rate(outcome.ended(Decision.INVALID)));
    boolean same = outcome.merit() == Truth.Merit.NO_DIFFERENCE;
    boolean better = outcome.merit() == Truth.Merit.BETTER;
    boolean worse = outcome.merit() == Truth.Merit.WORSE;
    json.set("false_promotion", same || worse ? rate(promoted) : null);
    json.set("false_rollback", same || better ? rate(rolledBack) : null);
    json.set("power", better ? rate(promoted) : worse ? rate(rolledBack) : null);
    json.set("units", spread(outcome.units()));
    json.set("days", pace == null ? null : spread(outcome.arrived().times(1 / pace)));
    boolean isPriced = setting.place(Source.COST) >= 0;
    json.put(
        "extra_cost_usd", isPriced ? rounded(outcome.extraCost() * Metric.COST.scale()) : null);
    ObjectNode peeking = json.putObject("peeking");
    peeking.set("promoted", rate(outcome.peeked(Decision.PROMOTE)));
    peeking.set("rolled_back", rate(outcome.peeked(Decision.ROLLBACK)));
    peeking.set("false_decision", same ? rate(outcome.peekedAtAll()) : null);
    peeking.set("units", spread(outcome.peekedUnits()));
    ArrayNode stopping = json.putArray("stopping");
    for (Outcome.Bar bar : outcome.stopping()) {
      stopping
          .addObject()
          .put("units", bar.units())
          .put("promoted", bar.promoted())
          .put("rolled_back", bar.rolledBack())
          .put("undecided", bar.undecided());
    }
    return json.set("summary", Json.array(summary(outcome)));
  }

  private static ObjectNode effects(Setting setting) {
    ObjectNode json = Json.object();
    for (Map.Entry<Metric, Change> change : setting.truth().changes().entrySet()) {
      Metric metric = change.getKey();
      Moments moments = setting.population().moments(metric).asOptional().orElse(null);
      Double absolute =
          moments == null ? null : (Double) change.getValue().absolute(moments.mean());
      ObjectNode one = json.putObject(metric.name());
      one.put("absolute", absolute == null ? null : rounded(absolute * metric.scale()));
      one.put(
          "relative",
          moments == null || moments.mean() == 0
              ? null
              : rounded(change.getValue().relative(moments.mean())));
    }
    return json;
  }

  private static ObjectNode rate(Rate rate) {
    ObjectNode json = Json.object().put("runs", rate.runs()).put("rate", rounded(rate.rate()));
    json.putArray("interval")
        .add(rounded(rate.interval().lower()))
        .add(rounded(rate.interval().upper()));
    return json;
  }

  private static ObjectNode spread(Spread spread) {
    return Json.object()
        .put("mean", rounded(spread.mean()))
        .put("p10", rounded(spread.p10()))
        .put("p50", rounded(spread.p50()))
        .put("p90", rounded(spread.p90()));
  }

  static List<String> summary(Outcome outcome) {
    List<String> lines = new ArrayList<>();
    Double pace = outcome.setting().unitsPerDay();
    double promoted = outcome.ended(Decision.PROMOTE).rate();
    double rolledBack = outcome.ended(Decision.ROLLBACK).rate();
    String time = time(outcome, pace);
    lines.add(
        switch (outcome.merit()) {
          case NO_DIFFERENCE ->
              String.format(
                  Locale.ROOT,
                  "of versions that do not differ %s are promoted and %s rolled back, though looked at %d times; stopping at the first p-value below %s would have decided %s of them",
                  Wording.percent(promoted),
                  Wording.percent(rolledBack),
                  outcome.setting().looks().size(),
                  Wording.level(outcome.setting().plan().confidence().alpha()),
                  Wording.percent(outcome.peekedAtAll().rate()));
          case BETTER ->
              String.format(
                  Locale.ROOT,
                  "a version this good is promoted with a chance of %s and rolled back with one of %s, %s",
                  Wording.percent(promoted),
                  Wording.percent(rolledBack),
                  time);
          case WORSE ->
              String.format(
                  Locale.ROOT,
                  "a version this bad is rolled back with a chance of %s and promoted with one of %s, %s",
                  Wording.percent(rolledBack),
                  Wording.percent(promoted),
                  time);
          case NEUTRAL ->
              String.format(
                  Locale.ROOT,
                  "%s are promoted and %s rolled back, %s",
                  Wording.percent(promoted),
                  Wording.percent(rolledBack),
                  time);
        });
    if (outcome.ended(Decision.INCONCLUSIVE).rate() > 0.5
        && outcome.merit() != Truth.Merit.NO_DIFFERENCE) {
      lines.add("more than half end undecided: give it more units, or look for a larger effect");
    }
    return lines;
  }

  private static String time(Outcome outcome, @Nullable Double pace) {
    return pace == null
        ? String.format(Locale.ROOT, "after %,.0f units on average", outcome.units().mean())
        : String.format(
            Locale.ROOT,
            "after %,.0f units, %s, on average",
            outcome.units().mean(),
            Wording.days(outcome.arrived().mean() / pace));
  }
}
