// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.verdict.Arms;
import io.ratchet.verdict.Metric;
import io.ratchet.verdict.Sums;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One arm as it grows; one thread. */
final class ArmMeters {
  private final List<Metric> metrics;
  private final Meter[] meters;
  private final int calls;
  private long units;
  private long served;

  /**
   * An empty arm.
   *
   * @param calls where the drawing has the number of calls
   */
  ArmMeters(List<Metric> metrics, List<String> sources, int calls) {
    this.metrics = metrics;
    this.meters = metrics.stream().map(metric -> Meter.of(metric, sources)).toArray(Meter[]::new);
    this.calls = calls;
  }

  void add(Drawing unit) {
    units++;
    served += unit.count(calls);
    for (Meter meter : meters) {
      meter.add(unit);
    }
  }

  long units() {
    return units;
  }

  Meter first() {
    return meters[0];
  }

  Arms.Arm arm() {
    Map<Metric, Sums> sums = new HashMap<>();
    for (int i = 0; i < meters.length; i++) {
      sums.put(metrics.get(i), meters[i].sums());
    }
    return new Arms.Arm(units, served, sums);
  }
}
