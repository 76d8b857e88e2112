// SPDX-License-Identifier: Apache-2.0
package io.ratchet.purge;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a pass.
 *
 * @param age only what has been deleted for that long; null for the usual
 * @param dryRun only to count
 * @param runs only these, and what else is named; where nothing is named, everything
 * @param groups as their ids are written
 */
public record Purge(
    @Nullable Duration age,
    boolean dryRun,
    List<String> runs,
    List<String> groups,
    List<String> models) {
  /** Where nothing is named and no age is given. */
  static final Duration USUAL = Duration.ofDays(30);

  public Purge {
    runs = List.copyOf(runs);
    groups = List.copyOf(groups);
    models = List.copyOf(models);
  }

  /** Everything that was deleted so long ago. */
  public static Purge everything(Duration age) {
    return new Purge(age, false, List.of(), List.of(), List.of());
  }

  boolean isEverything() {
    return runs.isEmpty() && groups.isEmpty() && models.isEmpty();
  }

  /** Who names things means them, however short ago they were deleted. */
  Duration effectiveAge() {
    if (age != null) {
      return age;
    }
    return isEverything() ? USUAL : Duration.ZERO;
  }
}
