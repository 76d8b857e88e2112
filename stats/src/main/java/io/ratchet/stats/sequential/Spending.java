// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.sequential;

import io.ratchet.stats.ReferenceDistribution;

/**
 * How much of the significance level a group sequential test may have spent by a share of its
 * planned information.
 *
 * <p>A function that rises from 0 to the whole level frees a test from fixing the number and the
 * times of its looks in advance, as long as neither depends on what was seen: Lan and DeMets,
 * "Discrete Sequential Boundaries for Clinical Trials", Biometrika 70 (1983).
 */
public sealed interface Spending {

  /**
   * {@code 2 - 2 Phi(z_(a/2) / sqrt(t))}: hardly anything at first, so that the last look is nearly
   * as sharp as a single one. Lan and DeMets (1983), alpha_1.
   */
  record ObrienFleming() implements Spending {
    @Override
    public double spent(double level, double fraction) {
      requireLevel(level, fraction);
      ReferenceDistribution normal = new ReferenceDistribution.Normal();
      return fraction == 0
          ? 0
          : 2 * normal.survival(normal.critical(level / 2) / Math.sqrt(Math.min(1, fraction)));
    }
  }

  /**
   * {@code a ln(1 + (e - 1) t)}: bounds of about equal height, which stop large effects early. Lan
   * and DeMets (1983), alpha_2.
   */
  record Pocock() implements Spending {
    @Override
    public double spent(double level, double fraction) {
      requireLevel(level, fraction);
      return level * Math.min(1, Math.log1p((Math.E - 1) * Math.min(1, fraction)));
    }
  }

  /**
   * {@code a t^phi}: in between, near Pocock's at 1 and near O'Brien and Fleming's at 3. Kim and
   * DeMets, "Design and Analysis of Group Sequential Tests Based on the Type I Error Spending Rate
   * Function", Biometrika 74 (1987).
   */
  record PowerFamily(double exponent) implements Spending {
    public PowerFamily {
      if (!(exponent > 0 && exponent <= 20)) {
        throw new IllegalArgumentException(
            "the exponent must be above 0 and at most 20: " + exponent);
      }
    }

    @Override
    public double spent(double level, double fraction) {
      requireLevel(level, fraction);
      return level * Math.pow(Math.min(1, fraction), exponent);
    }
  }

  /**
   * What may have been spent of a side's level at this fraction of the planned information; beyond
   * 1, all of it.
   */
  double spent(double level, double fraction);

  private static void requireLevel(double level, double fraction) {
    if (!(level > 0 && level < 1) || !(fraction >= 0)) {
      throw new IllegalArgumentException(
          "not a level with a fraction of information: %s, %s".formatted(level, fraction));
    }
  }
}
