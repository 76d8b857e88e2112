// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.registry.Semver;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which version of a prompt each unit gets: one revision of the record that says what is live.
 *
 * @param revision counts from 1
 * @param previous the revision a rollback looks at first, null for none
 * @param arms versions of everybody who is in no segment, the base first
 * @param segments asked in order; the first that holds a unit decides
 * @param salt what the units are hashed with: another salt assigns afresh
 * @param production the version that somebody put into production, null before the first time
 * @param reason why this revision was written
 */
public record Route(
    String name,
    long revision,
    @Nullable Long previous,
    Owner owner,
    List<Arm> arms,
    List<Segment> segments,
    String salt,
    @Nullable Semver production,
    Instant changedAt,
    String changedBy,
    String reason) {

  public Route {
    arms = List.copyOf(arms);
    segments = List.copyOf(segments);
    if (arms.isEmpty()) {
      throw new IllegalArgumentException("a route without versions: " + name);
    }
  }

  /** The version that requests without a version mean: production, else the base. */
  public Semver defaultVersion() {
    return production == null ? arms.getFirst().version() : production;
  }

  /** Every version that the route names, segments included. */
  public Set<Semver> versions() {
    Set<Semver> versions = new TreeSet<>();
    arms.forEach(arm -> versions.add(arm.version()));
    segments.forEach(segment -> segment.arms().forEach(arm -> versions.add(arm.version())));
    return versions;
  }
}
