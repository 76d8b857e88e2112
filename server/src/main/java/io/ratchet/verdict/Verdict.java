// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.registry.Semver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment says now.
 *
 * @param winner the version to promote; null unless the decision is PROMOTE
 * @param unitsNeeded about how many units more settle it, in all arms together; null where none are
 *     needed or none are in sight
 * @param daysNeeded how long that takes at the present traffic; null where either is unknown
 * @param reasons in words, the deciding one first
 */
public record Verdict(
    Decision decision,
    @Nullable Semver winner,
    @Nullable Long unitsNeeded,
    @Nullable Double daysNeeded,
    List<String> reasons) {

  /** The five words. */
  public enum Decision {
    /** A treatment is proven better, and harmless where that was asked for. */
    PROMOTE,
    /** Every treatment is proven worse, or harmful beyond a guardrail. */
    ROLLBACK,
    /** The data do not suffice yet. */
    CONTINUE,
    /** The time is over and the data did not suffice. */
    INCONCLUSIVE,
    /** The data cannot be trusted, whatever they say. */
    INVALID
  }

  public Verdict {
    reasons = List.copyOf(reasons);
  }
}
