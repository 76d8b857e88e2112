// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Json;
import io.ratchet.stats.Effect;
import io.ratchet.stats.fixed.SampleRatioTest;
import io.ratchet.stats.sequential.SampleRatioDrillDown;
import io.ratchet.verdict.Analysis;
import io.ratchet.verdict.Arms;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Reading;
import io.ratchet.verdict.SharesPolicy.Shares;
import io.ratchet.verdict.Variant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reports as answers show them. */
final class ReportJson {
  private ReportJson() {}

  static ObjectNode shown(Report report) {
    ObjectNode json = AnalysisJson.shown(report.findings());
    Plan plan = report.findings().experiment().plan();
    ObjectNode breakdown = json.putObject("breakdown");
    for (Report.Breakdown one : report.breakdowns()) {
      ObjectNode shown = breakdown.putObject(one.dimension());
      shown.put("groups_in_all", one.total());
      ArrayNode groups = shown.putArray("groups");
      one.groups().forEach(group -> groups.add(group(plan, one.dimension(), group)));
    }
    ArrayNode suspicious = ((ObjectNode) json.required("srm")).putArray("suspicious_groups");
    for (SampleRatioDrillDown.Finding finding : report.suspicious()) {
      String dimension = finding.group().dimension();
      suspicious
          .addObject()
          .put("dimension", dimension)
          .put("group", name(dimension, finding.group().value()))
          .put("adjusted_p_value", finding.adjustedPValue())
          .put("explains", finding.explains(Analysis.SampleRatio.THRESHOLD));
    }
    json.set("timeline", timeline(report.timeline()));
    ArrayNode allocations = json.putArray("allocations");
    for (Shares shares : report.allocations()) {
      ObjectNode one = Json.object().put("since", shares.since().toString());
      one.set("parts_per_million", AllocationJson.parts(shares));
      allocations.add(one.put("reason", shares.reason()));
    }
    json.set("adjusted_for_allocation", adjusted(report));
    return json;
  }

  private static ObjectNode group(Plan plan, String dimension, Report.Group group) {
    ObjectNode json = Json.object().put("group", name(dimension, group.name()));
    ObjectNode units = json.putObject("units");
    plan.variants()
        .forEach(variant -> units.put(variant.name(), group.arms().arm(variant.name()).units()));
    json.put("srm_p_value", sampleRatio(plan, group.arms()));
    ArrayNode metrics = json.putArray("metrics");
    group.readings().forEach(reading -> metrics.add(brief(reading)));
    return json;
  }

  private static @Nullable String name(String dimension, String group) {
    if (dimension.equals("day")) {
      return LocalDate.ofEpochDay(Long.parseLong(group)).toString();
    }
    return group.isEmpty() ? null : group;
  }

  private static @Nullable Double sampleRatio(Plan plan, Arms arms) {
    if (plan.allocation().isAdaptive() || arms.units() == 0) {
      return null;
    }
    return SampleRatioTest.of(arms.units(plan), plan.weights()).pValue();
  }

  private static ObjectNode brief(Reading reading) {
    double scale = reading.goal().metric().scale();
    Effect always = ReadingJson.value(reading.always());
    Effect fixed = ReadingJson.value(reading.fixed());
    Effect shown = always == null ? fixed : always;
    ObjectNode json =
        Json.object()
            .put("metric", reading.goal().metric().name())
            .put("variant", reading.variant().name())
            .put("effect", shown == null ? null : (Double) (shown.estimate() * scale));
    json.set("interval", ReadingJson.interval(fixed, scale));
    json.set("always_valid_interval", ReadingJson.interval(always, scale));
    return json;
  }

  /** Bounds that hold at every moment together may be cut with one another. */
  private static ArrayNode timeline(List<Report.Point> points) {
    ArrayNode json = Json.array();
    String series = "";
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    double least = 1;
    for (Report.Point point : points) {
      String own = point.variant() + " " + point.metric();
      if (!own.equals(series)) {
        series = own;
        low = Double.NEGATIVE_INFINITY;
        high = Double.POSITIVE_INFINITY;
        least = 1;
      }
      low = point.low() == null ? low : Math.max(low, point.low());
      high = point.high() == null ? high : Math.min(high, point.high());
      least = point.pValue() == null ? least : Math.min(least, point.pValue());
      ObjectNode one =
          Json.object()
              .put("time", point.time().toString())
              .put("variant", point.variant())
              .put("metric", point.metric())
              .put("units", point.units())
              .put("effect", point.estimate());
      one.putArray("always_valid_interval").add(point.low()).add(point.high());
      one.put("always_valid_p_value", point.pValue());
      one.putArray("running_interval")
          .add(Double.isFinite(low) ? (Double) low : null)
          .add(Double.isFinite(high) ? (Double) high : null);
      json.add(one.put("running_p_value", least));
    }
    return json;
  }

  /** Null where shares did not follow results. */
  private static @Nullable ObjectNode adjusted(Report report) {
    if (report.adjusted().isEmpty()) {
      return null;
    }
    Plan plan = report.findings().experiment().plan();
    double scale = plan.goals().getFirst().metric().scale();
    ObjectNode json = Json.object();
    for (Variant variant : plan.treatments()) {
      Effect effect =
          report.adjusted().containsKey(variant.name())
              ? ReadingJson.value(report.adjusted().get(variant.name()))
              : null;
      ObjectNode one =
          json.putObject(variant.name())
              .put("effect", effect == null ? null : (Double) (effect.estimate() * scale));
      one.set("interval", ReadingJson.interval(effect, scale));
    }
    return json;
  }
}
