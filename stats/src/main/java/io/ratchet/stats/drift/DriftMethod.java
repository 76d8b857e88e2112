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
  WASSERSTEIN("the normalized Wasserstein distance", 0.1),
  /** {@link BinnedKolmogorovSmirnov}: the largest difference of both distribution functions. */
  KOLMOGOROV_SMIRNOV("the Kolmogorov-Smirnov distance", 0.1),
  /** {@link PopulationStability}. */
  POPULATION_STABILITY("the population stability index", 0.1),
  /** {@link ShareDistance#jensenShannon}, of base 2. */
  JENSEN_SHANNON("the Jensen-Shannon distance", 0.1),
  /** {@link ShareDistance#hellinger}. */
  HELLINGER("the Hellinger distance", 0.1),
  /** {@link ShareDistance#totalVariation}. */
  TOTAL_VARIATION("the total variation distance", 0.1),
  /** {@link ShareDistance#largestDifference}. */
  LARGEST_DIFFERENCE("the largest difference of a share", 0.1),
  /** {@link ShareDistance#cramersV}, bias-corrected. */
  CRAMERS_V("Cramer's V", 0.1),
  /** How much more, or less, often a value is missing: the difference of both shares. */
  MISSING("the difference of the missing share", 0.1);

  private final String label;
  private final double usualThreshold;

  DriftMethod(String label, double usualThreshold) {
    this.label = label;
    this.usualThreshold = usualThreshold;
  }

  /** Its name in a sentence. */
  public String label() {
    return label;
  }

  public double usualThreshold() {
    return usualThreshold;
  }

  /** Whether the method needs an axis that values lie on. */
  public boolean numericOnly() {
    return this == WASSERSTEIN || this == KOLMOGOROV_SMIRNOV;
  }

  /** Whether the effect cannot exceed 1. */
  public boolean bounded() {
    return this != WASSERSTEIN && this != POPULATION_STABILITY;
  }
}
