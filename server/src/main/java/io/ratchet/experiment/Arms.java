// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.stats.Moments;
import java.util.Map;

/**
 * What the arms of an experiment add up to.
 *
 * @param arms by the name of the variant; one without calls is absent
 * @param mixedUnits units that were seen in more than one arm
 * @param uncounted calls that named the experiment and did not count, by reason
 */
record Arms(Map<String, Arm> arms, long mixedUnits, Map<String, Long> uncounted) {
  static final Arm NONE = new Arm(0, 0, Map.of());

  Arms {
    arms = Map.copyOf(arms);
    uncounted = Map.copyOf(uncounted);
  }

  Arm arm(String variant) {
    return arms.getOrDefault(variant, NONE);
  }

  long units() {
    return arms.values().stream().mapToLong(Arm::units).sum();
  }

  /** One arm: its units, their calls, and each metric by its key. */
  record Arm(long units, long calls, Map<String, Measured> metrics) {
    Arm {
      metrics = Map.copyOf(metrics);
    }

    Measured metric(Metric metric) {
      return metrics.getOrDefault(metric.key(), Measured.NOTHING);
    }
  }

  /**
   * One metric of one arm.
   *
   * @param observations calls that had a value
   * @param total their sum, in stored units
   * @param unitMeans of the units' means, in stored units
   */
  record Measured(long observations, double total, Moments unitMeans) {
    static final Measured NOTHING = new Measured(0, 0, Moments.EMPTY);
  }
}
