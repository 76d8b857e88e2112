// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.planning;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.ReferenceDistribution;

/**
 * The chance that one look finds an effect of a given size.
 *
 * <p>{@code 1 - Phi(c - D / se) + Phi(-c - D / se)}, with the critical value c of a two-sided z
 * test; a one-sided one has the tail on its side only (Fleiss, Levin and Paik, "Statistical Methods
 * for Rates and Proportions", 3rd ed., 2003, chapter 4). Assumes an estimate that is about normal
 * with a known standard error.
 */
public final class Power {

  private Power() {}

  public static double of(
      double effect, double standardError, Alternative alternative, Confidence confidence) {
    if (!Double.isFinite(effect) || !(standardError > 0) || Double.isInfinite(standardError)) {
      throw new IllegalArgumentException(
          "not an effect with an error: %s +- %s".formatted(effect, standardError));
    }
    ReferenceDistribution normal = new ReferenceDistribution.Normal();
    double critical = normal.critical(confidence.tail(alternative));
    double shift = effect / standardError;
    double above = normal.survival(critical - shift);
    double below = normal.survival(critical + shift);
    return switch (alternative) {
      case TWO_SIDED -> Math.min(1, above + below);
      case GREATER -> above;
      case LESS -> below;
    };
  }
}
