// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import io.ratchet.stats.stream.Adwin;
import io.ratchet.stats.stream.DriftDetectionMethod;
import io.ratchet.stats.stream.PageHinkley;
import io.ratchet.stats.stream.Signal;
import io.ratchet.stats.stream.StreamDetector;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs detectors of change over the latest errors in the order of their labels. None of them bounds
 * its false alarms over a long stream, so drift is said only where most agree and the errors are
 * higher than those of the first labels beyond chance.
 */
final class ConceptPolicy {
  /** A change counts as long as no more labels have come since. */
  private static final int LATELY = 2_000;

  private ConceptPolicy() {}

  static Concept judge(List<LabelStore.Kept> errors, Performance performance, int fewest) {
    if (errors.size() < fewest) {
      return new Concept(
          errors.size(),
          List.of(),
          false,
          "%d labels came; at least %d are needed".formatted(errors.size(), fewest));
    }
    double scale = scale(errors, performance);
    List<Concept.Detector> detectors = new ArrayList<>();
    detectors.add(run("adwin", new Adwin(Adwin.USUAL_DELTA), errors, scale));
    detectors.add(run("page_hinkley", new PageHinkley(), errors, scale));
    if (performance.whole()) {
      detectors.add(run("ddm", new DriftDetectionMethod(), errors, 1));
    }
    long lately = detectors.stream().filter(ConceptPolicy::isRisingLately).count();
    boolean most = 2 * lately > detectors.size();
    boolean detected = most && performance.isWorse();
    String why =
        "%d of %d detectors saw the errors rise within the last %d labels%s"
            .formatted(
                lately,
                detectors.size(),
                LATELY,
                most && !detected
                    ? ", but they are not higher beyond chance than those of the first labels"
                    : "");
    return new Concept(errors.size(), detectors, detected, why);
  }

  private static boolean isRisingLately(Concept.Detector detector) {
    Integer since = detector.labelsSince();
    return since != null && since <= LATELY && detector.rising();
  }

  /** Distances are told in units of their usual size. */
  private static double scale(List<LabelStore.Kept> errors, Performance performance) {
    if (performance.whole()) {
      return 1;
    }
    double usual =
        performance.first().n() > 0
            ? performance.first().mean()
            : errors.stream().mapToDouble(LabelStore.Kept::error).average().orElse(1);
    return usual > 0 ? usual : 1;
  }

  private static Concept.Detector run(
      String name, StreamDetector detector, List<LabelStore.Kept> errors, double scale) {
    int changes = 0;
    int last = -1;
    for (int i = 0; i < errors.size(); i++) {
      if (detector.update(errors.get(i).error() / scale) == Signal.DRIFT) {
        changes++;
        last = i;
      }
    }
    if (last < 0) {
      return new Concept.Detector(name, 0, null, null, false);
    }
    int span = Math.max(30, errors.size() - last);
    double before = mean(errors.subList(Math.max(0, last - LATELY), Math.max(1, last - span / 2)));
    double after = mean(errors.subList(Math.max(0, last - span / 2), errors.size()));
    return new Concept.Detector(
        name, changes, errors.get(last).time(), errors.size() - 1 - last, after > before);
  }

  private static double mean(List<LabelStore.Kept> errors) {
    return errors.stream().mapToDouble(LabelStore.Kept::error).average().orElse(0);
  }
}
