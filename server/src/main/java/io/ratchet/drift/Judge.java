// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.base.Json;
import io.ratchet.call.Call;
import io.ratchet.drift.WindowStore.Kept;
import io.ratchet.journal.Journal;
import io.ratchet.stats.drift.DriftReport;
import io.ratchet.stats.drift.FeatureDrift;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Judges a window that is over, keeps what came of it, and journals what begins and ends. */
final class Judge {
  private static final String ACTOR = "monitor";

  private final Journal journal;
  private final MeasurePolicy policy;
  private final int baseline;

  Judge(Journal journal, MeasurePolicy policy, int baseline) {
    this.journal = journal;
    this.policy = policy;
    this.baseline = baseline;
  }

  /** Within a transaction: nothing happens where somebody else has judged it. */
  void judge(Handle handle, WindowStore.Key key, Instant now) {
    WindowStore.lockJudge(handle);
    Optional<Kept> claimed = WindowStore.claim(handle, key);
    Optional<Reference> reference = ReferenceStore.find(handle, key.version(), key.reference());
    if (claimed.isEmpty() || reference.isEmpty() || reference.get().content() == null) {
      return;
    }
    Result result = result(handle, claimed.get(), reference.get(), now);
    List<Result> others =
        ResultStore.latest(
            handle, key.version(), key.length(), Instant.ofEpochMilli(Long.MAX_VALUE / 2), 2);
    ResultStore.keep(handle, result);
    boolean newest = others.isEmpty() || !others.getFirst().window().start().isAfter(key.start());
    if (newest) {
      boolean before =
          others.stream()
              .filter(other -> !other.window().equals(key))
              .findFirst()
              .map(Result::isDrifted)
              .orElse(false);
      boolean told =
          others.stream()
              .filter(other -> other.window().equals(key))
              .findFirst()
              .map(Result::isDrifted)
              .orElse(before);
      tell(handle, result, told);
    }
  }

  private void tell(Handle handle, Result result, boolean told) {
    if (result.isDrifted() != told) {
      ObjectNode detail = result.report().deepCopy();
      detail.put("version", result.window().version().version());
      String type = result.isDrifted() ? "drift.detected" : "drift.cleared";
      Call.Subject version = result.window().version();
      journal.append(handle, type, version.kind(), version.asset(), ACTOR, brief(detail));
    }
  }

  /** Without the features that say nothing. */
  private static ObjectNode brief(ObjectNode detail) {
    ArrayNode telling = Json.array();
    detail
        .required("features")
        .forEach(feature -> {
          if (!feature.path("verdict").asString("").equals("stable")) {
            telling.add(feature);
          }
        });
    detail.set("features", telling);
    return detail;
  }

  private Result result(Handle handle, Kept kept, Reference reference, Instant now) {
    References content = reference.content();
    if (content == null) {
      throw new IllegalStateException("a window without a reference is not judged");
    }
    List<Suspicions> before = ResultStore.before(handle, kept.key(), policy.memory());
    DriftReport report = policy.judge(content, kept.profile(), before);
    ObjectNode json = json(kept.key(), kept.calls(), reference, report);
    return new Result(
        kept.key(),
        kept.calls(),
        now,
        score(report),
        Text.lower(report.severity()),
        !report.drifted().isEmpty(),
        Suspicions.of(report),
        json);
  }

  static @Nullable Double score(DriftReport report) {
    boolean judged = report.features().stream().anyMatch(f -> f instanceof FeatureDrift.Judged);
    return judged ? (Double) report.score() : null;
  }

  ObjectNode json(WindowStore.Key key, long calls, Reference reference, DriftReport report) {
    return json(
        key.version(),
        key.start(),
        Duration.between(key.start(), key.end()),
        calls,
        reference,
        report);
  }

  /** A report without histograms and labels. */
  ObjectNode json(
      Call.Subject version,
      Instant from,
      Duration length,
      long calls,
      Reference reference,
      DriftReport report) {
    ObjectNode json =
        Json.object()
            .put("kind", version.kind())
            .put("asset", version.asset())
            .put("version", version.version())
            .put("from", from.toString())
            .put("to", from.plus(length).toString())
            .put("calls", calls)
            .put("drift_score", score(report))
            .put("severity", Text.lower(report.severity()))
            .put("alert_triggered", !report.drifted().isEmpty())
            .put("recommendation", AdvicePolicy.advice(version.kind(), report));
    json.set("reference", DriftJson.reference(reference, 0, baseline));
    json.set("features", DriftJson.features(report));
    return json;
  }
}
