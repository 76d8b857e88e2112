// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.time.Instant;
import java.util.List;

/**
 * Which of what is deleted is to go for good.
 *
 * @param before only what was deleted by then
 * @param everything all of that; otherwise only what is named, and what belongs to named groups
 * @param groups as their ids are written
 */
public record Doomed(
    Instant before,
    boolean everything,
    List<String> runs,
    List<String> groups,
    List<String> models) {
  public Doomed {
    runs = List.copyOf(runs);
    groups = List.copyOf(groups);
    models = List.copyOf(models);
  }

  /** Everything that was deleted by a moment. */
  public static Doomed all(Instant before) {
    return new Doomed(before, true, List.of(), List.of(), List.of());
  }
}
