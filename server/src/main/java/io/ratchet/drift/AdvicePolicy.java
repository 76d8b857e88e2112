// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.stats.drift.DriftReport;
import io.ratchet.stats.drift.FeatureDrift;
import io.ratchet.stats.drift.Severity;
import java.util.ArrayList;
import java.util.List;

/** What to do about a report, in words. */
final class AdvicePolicy {
  private static final int NAMED = 5;

  private AdvicePolicy() {}

  static String advice(String kind, DriftReport report) {
    List<String> drifted = report.drifted();
    if (!drifted.isEmpty()) {
      return drift(kind, report, drifted);
    }
    boolean judged = report.features().stream().anyMatch(f -> f instanceof FeatureDrift.Judged);
    if (!judged) {
      return "Wait: there are too few values to say anything.";
    }
    List<String> suspected =
        report.features().stream()
            .filter(FeatureDrift::suspected)
            .map(feature -> feature.measurement().feature())
            .distinct()
            .toList();
    return suspected.isEmpty()
        ? "Nothing to do: what comes in looks like the reference."
        : "Look again after the next window: %s in this one, but not in enough of the last ones."
            .formatted(names(suspected, "differs", "differ"));
  }

  private static String drift(String kind, DriftReport report, List<String> drifted) {
    String what = names(drifted, "has", "have") + " drifted from the reference. ";
    boolean inputs =
        drifted.stream().anyMatch(key -> Series.ofKey(key).role() == Series.Role.INPUT);
    String where =
        inputs
            ? "Check where the inputs come from: a changed unit, a missing source, another audience. "
            : "The inputs look as before, so look at recent answers first. ";
    if (report.severity() == Severity.MINOR) {
      return what + where + "The shift is small: watch quality before you change anything.";
    }
    return what
        + where
        + (kind.equals("model")
            ? "If the change is real, retrain on recent data and compare by an experiment."
            : "If the change is real, try a new version on recent inputs by a replay.");
  }

  private static String names(List<String> keys, String one, String several) {
    List<String> names = new ArrayList<>();
    keys.stream().limit(NAMED).forEach(key -> names.add(Series.ofKey(key).name()));
    String more = keys.size() > NAMED ? " and %d more".formatted(keys.size() - NAMED) : "";
    return String.join(", ", names) + more + " " + (keys.size() == 1 ? one : several);
  }

  /** What labels add to it. */
  static String ofLabels(String kind, Concept concept, Performance performance) {
    if (concept.isDetected()) {
      return "The same inputs have come to mean something else: "
          + (kind.equals("model") ? "retrain with recent labels." : "revise the version.");
    }
    return performance.isWorse()
        ? "Errors have grown since the first labels, beyond chance: look at recent mistakes."
        : "";
  }
}
