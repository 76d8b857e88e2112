// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.experiment.ArmStore.Dimension;
import io.ratchet.stats.Alternative;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Result;
import io.ratchet.stats.bandit.BatchedDifference;
import io.ratchet.stats.sequential.SampleRatioDrillDown;
import io.ratchet.verdict.Analysis;
import io.ratchet.verdict.AnalysisPolicy;
import io.ratchet.verdict.Arms;
import io.ratchet.verdict.Measure;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Plan;
import io.ratchet.verdict.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Reads what is shown beside the findings of an experiment. */
final class ReportReader {
  /** More groups than anyone reads are left out, the smallest first. */
  private static final int GROUPS = 30;

  private ReportReader() {}

  static Report read(Handle handle, Findings findings) {
    String id = findings.experiment().id();
    List<Report.Breakdown> breakdowns = new ArrayList<>();
    for (Dimension dimension : List.of(Dimension.DAY, Dimension.SEGMENT, Dimension.CLIENT)) {
      breakdowns.add(breakdown(handle, findings, dimension));
    }
    return new Report(
        findings,
        breakdowns,
        drillDown(findings.experiment().plan(), breakdowns),
        TimelineStore.all(handle, id),
        AllocationStore.all(handle, id),
        adjusted(handle, findings));
  }

  private static Report.Breakdown breakdown(Handle handle, Findings findings, Dimension dimension) {
    Plan plan = findings.experiment().plan();
    String id = findings.experiment().id();
    Map<String, Arms> all = ArmStore.groups(handle, id, plan, dimension, findings.time());
    List<Report.Group> groups = new ArrayList<>();
    all.entrySet().stream()
        .sorted(Comparator.comparingLong(one -> -one.getValue().units()))
        .limit(GROUPS)
        .sorted(Map.Entry.comparingByKey())
        .forEach(one ->
            groups.add(
                new Report.Group(
                    one.getKey(),
                    one.getValue(),
                    AnalysisPolicy.readings(plan, one.getValue(), plan.goals()))));
    return new Report.Breakdown(dimension.name().toLowerCase(Locale.ROOT), groups, all.size());
  }

  /** Which groups explain that shares were not kept; nothing where shares follow results. */
  private static List<SampleRatioDrillDown.Finding> drillDown(
      Plan plan, List<Report.Breakdown> breakdowns) {
    if (plan.allocation().isAdaptive()) {
      return List.of();
    }
    List<SampleRatioDrillDown.Group> groups = new ArrayList<>();
    for (Report.Breakdown breakdown : breakdowns) {
      for (Report.Group group : breakdown.groups()) {
        groups.add(
            new SampleRatioDrillDown.Group(
                breakdown.dimension(), group.name(), group.arms().units(plan), plan.weights()));
      }
    }
    return SampleRatioDrillDown.of(groups).suspicious(Analysis.SampleRatio.THRESHOLD);
  }

  /** Each stretch of time with the same shares is a trial of its own; they are put together. */
  private static Map<String, Result<Effect>> adjusted(Handle handle, Findings findings) {
    Plan plan = findings.experiment().plan();
    Metric metric = plan.goals().getFirst().metric();
    if (!plan.allocation().isAdaptive() || !(metric.measure() instanceof Measure.Mean)) {
      return Map.of();
    }
    Map<String, Arms> periods =
        ArmStore.groups(
            handle, findings.experiment().id(), plan, Dimension.ALLOCATION, findings.time());
    Map<String, Result<Effect>> adjusted = new LinkedHashMap<>();
    for (Variant treatment : plan.treatments()) {
      List<BatchedDifference.Period> pairs = new ArrayList<>();
      for (Arms arms : periods.values()) {
        pairs.add(
            new BatchedDifference.Period(
                arms.arm(plan.control().name()).means(metric).unitMeans(),
                arms.arm(treatment.name()).means(metric).unitMeans()));
      }
      adjusted.put(
          treatment.name(),
          BatchedDifference.weightedBySize(pairs, Alternative.TWO_SIDED, plan.confidence()));
    }
    return adjusted;
  }
}
