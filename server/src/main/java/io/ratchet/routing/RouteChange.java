// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.registry.Semver;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody wants a route to become.
 *
 * @param weights shares of everybody who is in no segment, the base first; they sum to a million
 * @param salt null keeps the present one
 * @param production null keeps the present one where an owner takes or moves the route; by hand it
 *     follows from the weights
 * @param by who asks; a route that has an owner moves for nobody else
 * @param owner who owns it afterwards
 * @param expectedRevision the revision the caller has seen, null where it does not matter
 * @param evidence what the decision was based on, kept in the journal; null for none
 */
public record RouteChange(
    List<Weight> weights,
    List<SegmentWeights> segments,
    @Nullable String salt,
    @Nullable Semver production,
    Owner by,
    Owner owner,
    @Nullable Long expectedRevision,
    String reason,
    @Nullable ObjectNode evidence) {

  /** A segment as it is to be; see {@link Segment}. */
  public record SegmentWeights(String name, List<Criterion> criteria, List<Weight> weights) {
    public SegmentWeights {
      criteria = List.copyOf(criteria);
      weights = List.copyOf(weights);
    }
  }

  public RouteChange {
    weights = List.copyOf(weights);
    segments = List.copyOf(segments);
  }

  /** Everything to one version, which thereby is in production. */
  public static RouteChange promotion(
      Semver version, @Nullable Long expectedRevision, String reason) {
    return new RouteChange(
        Weight.all(version),
        List.of(),
        null,
        version,
        Owner.NOBODY,
        Owner.NOBODY,
        expectedRevision,
        reason,
        null);
  }

  /** The same with what the decision was based on. */
  RouteChange withEvidence(ObjectNode basis) {
    return new RouteChange(
        weights, segments, salt, production, by, owner, expectedRevision, reason, basis);
  }
}
