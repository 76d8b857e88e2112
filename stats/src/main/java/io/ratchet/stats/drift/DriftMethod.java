// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

/**
 * By what a feature's window is told from its reference, and from what size on that matters.
 *
 * <p>The threshold is usual, not derived: what a change costs is the user's to know. Where it comes
 * from: stability index, Jensen-Shannon, Hellinger and Wasserstein by common tools' defaults, the
 * others as equally large.
 */
public enum DriftMethod {
  /** {@link NormalizedWasserstein}: the mean way along the axis, in deviations. */
  WASSERSTEIN(0.1),
  /** {@link BinnedKolmogorovSmirnov}: the largest difference of both distribution functions. */
  KOLMOGOROV_SMIRNOV(0.1),
  /** {@link PopulationStability}. */
  POPULATION_STABILITY(0.1),
  /** {@link ShareDistance#jensenShannon}, of base 2. */
  JENSEN_SHANNON(0.1),
  /** {@link ShareDistance#hellinger}. */
  HELLINGER(0.1),
  /** {@link ShareDistance#totalVariation}. */
  TOTAL_VARIATION(0.1),
  /** {@link ShareDistance#largestDifference}. */
  LARGEST_DIFFERENCE(0.1),
  /** {@link ShareDistance#cramersV}, bias-corrected. */
  CRAMERS_V(0.1),
  /** How much more, or less, often a value is missing: the difference of both shares. */
  MISSING(0.1);

  private final double usualThreshold;

  DriftMethod(double usualThreshold) {
    this.usualThreshold = usualThreshold;
  }

  public double usualThreshold() {
    return usualThreshold;
  }

  /** Whether the method needs an axis that values lie on. */
  public boolean numericOnly() {
    return this == WASSERSTEIN || this == KOLMOGOROV_SMIRNOV;
  }
}
