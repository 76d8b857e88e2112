// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.verdict.Analysis;
import io.ratchet.verdict.Verdict;
import java.time.Instant;

/** What the calls of an experiment say at one moment. */
public record Findings(Experiment experiment, Instant time, Analysis analysis) {
  Verdict verdict() {
    return analysis.verdict();
  }
}
