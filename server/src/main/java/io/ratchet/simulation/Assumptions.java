// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.verdict.Metric;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says about the control in place of what was recorded.
 *
 * @param metrics means and rates that are said, by metric
 */
record Assumptions(
    @Nullable Double unitsPerDay, @Nullable Double callsPerUnit, Map<Metric, Assumed> metrics) {
  Assumptions {
    metrics = Map.copyOf(metrics);
  }

  /** What a metric is like under the control. */
  sealed interface Assumed {
    /** Each call is a success or none. */
    record Rate(double rate) implements Assumed {}

    /** Units' means spread around a mean; in stored units. */
    record Spread(double mean, double deviation) implements Assumed {}
  }
}
