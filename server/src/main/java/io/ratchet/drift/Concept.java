// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the same inputs came to mean something else, as far as labels tell.
 *
 * @param labels that were looked at, in the order in which they came
 * @param isDetected whether most detectors saw the errors rise lately, and they are higher beyond
 *     chance than those of the first labels
 */
public record Concept(int labels, List<Detector> detectors, boolean isDetected, String why) {
  public Concept {
    detectors = List.copyOf(detectors);
  }

  /**
   * What one detector said.
   *
   * @param changes how often it signalled
   * @param lastChange when the label was given at which it signalled last
   * @param labelsSince labels since then
   * @param rising whether errors after it are higher than before
   */
  public record Detector(
      String name,
      int changes,
      @Nullable Instant lastChange,
      @Nullable Integer labelsSince,
      boolean rising) {}
}
