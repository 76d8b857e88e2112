// SPDX-License-Identifier: Apache-2.0
package io.ratchet.transfer;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What is counted on both sides. */
enum Counted {
  RUN_GROUPS,
  RUNS,
  INPUTS,
  POINTS,
  LOGGED_MODELS,
  TRACES,
  SPANS,
  ASSESSMENTS,
  FILES,
  ASSETS,
  VERSIONS,
  DATASETS,
  RECORDS,
  SCORERS;

  /** What is a part of something else, so that nobody counts how many of it are new. */
  private static final Set<Counted> PARTS = EnumSet.of(INPUTS, POINTS, SPANS, ASSESSMENTS);

  boolean isPart() {
    return PARTS.contains(this);
  }

  /** Its name in JSON. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
