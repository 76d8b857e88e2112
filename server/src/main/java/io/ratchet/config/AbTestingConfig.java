// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

/**
 * What holds for an experiment that does not say otherwise. The keys mean what the production guide
 * of DuetMind Adaptive, where they come from, says they mean.
 *
 * @param defaultTrafficSplit the share of the traffic that the treatment gets
 * @param minSamplesPerVariant the fewest samples of each variant before a judgement
 * @param significanceLevel one minus the confidence level
 * @param rememberedUnits units whose arms are kept in memory where shares follow results
 */
public record AbTestingConfig(
    double defaultTrafficSplit,
    int minSamplesPerVariant,
    double significanceLevel,
    int rememberedUnits) {
  static AbTestingConfig read(Section section) {
    return new AbTestingConfig(
        section.rate("default_traffic_split", 0.1, "The share of traffic the treatment gets."),
        section.integer(
            "min_samples_per_variant",
            500,
            2,
            1_000_000_000,
            "The fewest samples of each variant before a judgement."),
        section.decimal(
            "significance_level", 0.05, 0.000_001, 0.5, "One minus the confidence level."),
        section.integer(
            "remembered_units",
            1_000_000,
            0,
            100_000_000,
            "Units whose arms are kept in memory, about 100 bytes each, where shares move by"
                + " results."));
  }
}
