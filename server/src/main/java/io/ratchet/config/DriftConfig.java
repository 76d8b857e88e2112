// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import io.ratchet.base.Failure;

/**
 * When a difference from the reference is called drift.
 *
 * @param numeric how features of numbers are compared
 * @param categorical how features of words are compared
 * @param threshold the effect from which on a difference matters
 * @param alpha of the p-values, adjusted over all features of a window
 * @param tail the chance that a feature's effect exceeds its noise floor under no change
 * @param fewest values of reference and window below which nothing is said
 * @param suspicions of the last {@code windows} that make drift
 * @param windows that are looked at
 * @param baseline the first calls of a version that become its reference where it has none
 * @param features the most features of an asset that are compared
 */
public record DriftConfig(
    Method numeric,
    Method categorical,
    double threshold,
    double alpha,
    double tail,
    int fewest,
    int suspicions,
    int windows,
    int baseline,
    int features) {

  /** How a feature's values are compared with its reference. */
  public enum Method {
    /** What suits the feature. */
    AUTO,
    WASSERSTEIN,
    KOLMOGOROV_SMIRNOV,
    POPULATION_STABILITY,
    JENSEN_SHANNON,
    HELLINGER,
    TOTAL_VARIATION,
    LARGEST_DIFFERENCE,
    CRAMERS_V;

    /** Whether it needs an axis that values lie on. */
    boolean isNumericOnly() {
      return this == WASSERSTEIN || this == KOLMOGOROV_SMIRNOV;
    }
  }

  public DriftConfig {
    if (categorical.isNumericOnly()) {
      throw Failure.invalid(
          "categorical is a method for numbers: " + categorical, "write jensen_shannon");
    }
    if (suspicions > windows) {
      throw Failure.invalid(
          "suspicions (%d) must not be above windows (%d)".formatted(suspicions, windows),
          "ask for as many windows as there are");
    }
  }

  static DriftConfig read(Section section, double usualThreshold) {
    return new DriftConfig(
        section.choice("numeric", Method.AUTO, "How features of numbers are compared."),
        section.choice("categorical", Method.AUTO, "How features of words are compared."),
        section.decimal(
            "threshold",
            usualThreshold,
            1e-6,
            100,
            "The effect from which on a difference matters;"
                + " where it is not written, monitoring.alert_config.drift_threshold."),
        section.decimal(
            "alpha", 0.05, 1e-9, 0.5, "Of the p-values, adjusted over all features of a window."),
        section.decimal(
            "tail",
            0.001,
            1e-9,
            0.1,
            "The chance that a feature exceeds its noise floor under no change."),
        section.integer(
            "min_values", 100, 2, 1_000_000, "Values below which nothing is said of a feature."),
        section.integer(
            "suspicious_windows", 2, 1, 100, "Suspicious windows of the last that make drift."),
        section.integer("last_windows", 3, 1, 100, "The last windows that are looked at."),
        section.integer(
            "baseline_calls",
            1000,
            20,
            1_000_000,
            "The first calls that become the reference of a version that has none."),
        section.integer(
            "max_features", 500, 1, 10_000, "The most features of an asset that are compared."));
  }
}
