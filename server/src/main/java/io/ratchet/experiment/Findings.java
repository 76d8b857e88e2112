// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import io.ratchet.registry.Semver;
import io.ratchet.verdict.Analysis;
import io.ratchet.verdict.Variant;
import io.ratchet.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the calls of an experiment say at one moment. */
public record Findings(Experiment experiment, Instant time, Analysis analysis) {
  Verdict verdict() {
    return analysis.verdict();
  }

  /** The version that somebody names by itself or by its variant. */
  Semver version(String named) {
    Optional<Semver> version = Semver.find(named);
    List<Variant> variants = experiment.plan().variants();
    return variants.stream()
        .filter(variant ->
            variant.name().equals(named) || version.equals(Optional.of(variant.version())))
        .findFirst()
        .map(Variant::version)
        .orElseThrow(() ->
            Failure.invalid(
                "winner is none of the experiment's versions: " + Problem.shorten(named),
                "name one of "
                    + variants.stream()
                        .map(variant -> variant.name() + " (" + variant.version() + ")")
                        .toList()));
  }
}
