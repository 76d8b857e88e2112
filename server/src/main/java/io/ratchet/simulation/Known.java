// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import org.jspecify.annotations.Nullable;

/** What is known of the control: its units, and how many come. */
record Known(Recorded recorded, Assumptions assumptions, Population population) {
  @Nullable Double unitsPerDay() {
    Double said = assumptions.unitsPerDay();
    return said != null ? said : recorded.units() == 0 ? null : (Double) recorded.unitsPerDay();
  }

  @Nullable Double callsPerUnit() {
    Double said = assumptions.callsPerUnit();
    return said != null ? said : recorded.units() == 0 ? null : (Double) recorded.callsPerUnit();
  }

  /** Where the number of units a day comes from; null where there is none. */
  @Nullable String trafficOrigin() {
    return assumptions.unitsPerDay() != null
        ? "assumed"
        : recorded.units() == 0 ? null : "recorded";
  }
}
