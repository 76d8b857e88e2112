// SPDX-License-Identifier: Apache-2.0
package io.ratchet.bench.gateway;

import io.ratchet.bench.harness.Samples;
import io.ratchet.bench.wire.Load;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The outcomes of every way in rounds; a figure of a way is the median over its rounds. */
final class Rounds {
  private final Map<Arm.Way, List<Arm.Measured<Load.Outcome>>> outcomes =
      new EnumMap<>(Arm.Way.class);

  void run(Arm arm, Arm.Measurement<Load.Outcome> load) throws IOException {
    outcomes
        .computeIfAbsent(arm.way(), _ -> new ArrayList<>())
        .add(arm.measure(outcome -> outcome.samples().count(), load));
  }

  int count() {
    return of(Arm.Way.DIRECT).size();
  }

  private List<Arm.Measured<Load.Outcome>> of(Arm.Way way) {
    return Objects.requireNonNull(outcomes.get(way));
  }

  double median(Arm.Way way, ToDoubleFunction<Load.Outcome> figure) {
    return Samples.median(
        of(way).stream().mapToDouble(one -> figure.applyAsDouble(one.outcome())).toArray());
  }

  /** What one request of a way took of the processors. */
  double processorMicros(Arm.Way way) {
    return Samples.median(
        of(way).stream()
            .mapToDouble(one -> one.processorMicros() / one.outcome().samples().count())
            .toArray());
  }

  long samples(Arm.Way way) {
    return of(way).stream().mapToLong(one -> one.outcome().samples().count()).sum();
  }

  long failures(Arm.Way way) {
    return of(way).stream().mapToLong(one -> one.outcome().failures()).sum();
  }
}
