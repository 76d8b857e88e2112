// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.registry.Semver;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The share of the units that a version is to get.
 *
 * @param variant name of the arm where a trial owns the route, else null
 * @param parts parts per million; those of a route sum to a million
 */
public record Weight(Semver version, @Nullable String variant, int parts) {
  public Weight {
    if (parts < 0 || parts > Arm.BUCKETS) {
      throw new IllegalArgumentException("no share in parts per million: " + parts);
    }
  }

  /** Whether both are shares of the same arm. */
  boolean isSameArm(Weight other) {
    return version.equals(other.version) && Objects.equals(variant, other.variant);
  }

  /** Everything to one version. */
  public static List<Weight> all(Semver version) {
    return List.of(new Weight(version, null, Arm.BUCKETS));
  }
}
