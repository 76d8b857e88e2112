// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.base.Json;
import io.ratchet.call.Call;
import io.ratchet.config.DriftConfig;
import io.ratchet.config.MonitoringConfig;
import io.ratchet.drift.WindowStore.Kept;
import io.ratchet.stats.drift.DriftReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes reports of what is added up. */
final class Reports {
  private static final int WINDOWS = 1_000;

  private final DriftConfig config;
  private final MonitoringConfig windows;
  private final InstantSource time;
  private final MeasurePolicy policy;
  private final Judge judge;

  Reports(
      DriftConfig config,
      MonitoringConfig windows,
      InstantSource time,
      MeasurePolicy policy,
      Judge judge) {
    this.config = config;
    this.windows = windows;
    this.time = time;
    this.policy = policy;
    this.judge = judge;
  }

  /** Which windows a report is about. */
  record Range(@Nullable Instant from, @Nullable Instant to, boolean isCurrent) {}

  Standing standing(Handle handle, Call.Subject version) {
    List<LabelStore.Kept> latest = LabelStore.latest(handle, version);
    Performance performance =
        PerformancePolicy.judge(
            LabelStore.first(handle, version).orElse(LabelStore.First.NONE),
            latest,
            config.fewest());
    return new Standing(performance, ConceptPolicy.judge(latest, performance, config.fewest()));
  }

  ObjectNode report(Handle handle, Call.Subject version, Range range) {
    Reference reference = ReferenceStore.latest(handle, version).orElse(null);
    List<Kept> kept = windows(handle, version, range);
    Standing standing = standing(handle, version);
    Performance performance = standing.performance();
    Concept concept = standing.concept();
    int number = kept.stream().mapToInt(one -> one.key().reference()).max().orElse(0);
    Reference used = number == 0 ? null : ReferenceStore.find(handle, version, number).orElse(null);
    ObjectNode json;
    if (used == null || used.content() == null) {
      json = empty(handle, version, reference, kept);
    } else {
      json = judged(handle, version, used, kept);
    }
    String more = AdvicePolicy.ofLabels(version.kind(), concept, performance);
    if (!more.isEmpty()) {
      json.put("recommendation", json.path("recommendation").asString("") + " " + more);
    }
    if (concept.isDetected()) {
      json.put("alert_triggered", true);
    }
    json.set("concept_drift", DriftJson.concept(concept));
    json.set("performance_drift", DriftJson.performance(performance));
    return json;
  }

  private ObjectNode judged(Handle handle, Call.Subject version, Reference used, List<Kept> kept) {
    References content = Objects.requireNonNull(used.content());
    WindowProfile merged = WindowProfile.of(content);
    List<Kept> counted = new ArrayList<>();
    for (Kept one : kept) {
      if (one.key().reference() == used.number()) {
        merged.add(one.profile());
        counted.add(one);
      }
    }
    WindowStore.Key first = counted.getFirst().key();
    List<Suspicions> before = ResultStore.before(handle, first, policy.memory());
    DriftReport report = policy.judge(content, merged, before);
    Instant end = counted.getLast().key().end();
    ObjectNode json =
        judge.json(
            version,
            first.start(),
            Duration.between(first.start(), end),
            merged.rows(),
            used,
            report);
    DriftJson.addHistograms((ArrayNode) json.required("features"), content, merged);
    long left = kept.stream().mapToLong(Kept::calls).sum() - merged.rows();
    return json.put("calls_by_other_references", left).put("windows", counted.size());
  }

  private ObjectNode empty(
      Handle handle, Call.Subject version, @Nullable Reference reference, List<Kept> kept) {
    ObjectNode json =
        Json.object()
            .put("kind", version.kind())
            .put("asset", version.asset())
            .put("version", version.version())
            .put("from", kept.isEmpty() ? null : kept.getFirst().key().start().toString())
            .put("to", kept.isEmpty() ? null : kept.getLast().key().end().toString())
            .put("calls", kept.stream().mapToLong(Kept::calls).sum())
            .putNull("drift_score")
            .put("severity", "none")
            .put("alert_triggered", false)
            .put("recommendation", "Wait: there is nothing to compare yet.");
    json.set(
        "reference",
        DriftJson.reference(
            reference, ReferenceStore.baselineCalls(handle, version), config.baseline()));
    json.putArray("features");
    return json.put("calls_by_other_references", 0).put("windows", kept.size());
  }

  private List<Kept> windows(Handle handle, Call.Subject version, Range range) {
    Duration length = windows.window();
    Instant from = range.from();
    Instant to = range.to();
    if (from != null && to != null) {
      return WindowStore.between(handle, version, length, from, to, WINDOWS);
    }
    Optional<Kept> newest = WindowStore.latest(handle, version, length);
    if (!range.isCurrent()) {
      Instant over = time.instant().minus(windows.grace()).minus(length).plusMillis(1);
      List<Kept> closed = WindowStore.between(handle, version, length, Instant.EPOCH, over, 1);
      return closed.isEmpty() ? newest.stream().toList() : closed;
    }
    return newest.stream().toList();
  }
}
