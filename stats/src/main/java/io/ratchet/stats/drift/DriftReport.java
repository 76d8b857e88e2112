// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import java.util.List;

/**
 * What the rule says of all features of a window.
 *
 * @param features in the order in which they were asked for
 * @param score from 0 to 1: the largest Jensen-Shannon distance among the features that differ from
 *     their reference beyond their noise floor and by their adjusted p-value, whatever their
 *     threshold; 0 if none does. By its nature it is the same whichever method each feature is
 *     judged by; .1 is what a shift of a normal feature by a quarter of its deviation makes, .3 by
 *     .7 of it, 1 that no value occurs in both
 * @param severity the worst of the features that drifted
 */
public record DriftReport(List<FeatureDrift> features, double score, Severity severity) {

  public DriftReport {
    features = List.copyOf(features);
  }

  /** The features that drifted, by name, each once. */
  public List<String> drifted() {
    return features.stream()
        .filter(each ->
            each instanceof FeatureDrift.Judged judged
                && judged.verdict() == FeatureDrift.Verdict.DRIFTED)
        .map(each -> each.measurement().feature())
        .distinct()
        .toList();
  }
}
