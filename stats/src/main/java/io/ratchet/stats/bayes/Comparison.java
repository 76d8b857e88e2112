// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bayes;

/**
 * What a posterior says about replacing the control by the treatment.
 *
 * <p>Losses are expected ones in the unit of the effect: by how much, averaged over what is
 * believed, the choice falls short of the better arm. Shipping costs {@code E[max(0, control -
 * treatment)]}, keeping {@code E[max(0, treatment - control)]}, and the second minus the first is
 * the expected gain. A loss says when a wrong choice would hardly matter, which a chance cannot.
 *
 * @param chanceToWin that the treatment is better; a tie that is certain counts one half
 */
public record Comparison(double chanceToWin, double lossOfShipping, double lossOfKeeping) {

  public Comparison {
    if (!(chanceToWin >= 0 && chanceToWin <= 1)) {
      throw new IllegalArgumentException("not a chance: " + chanceToWin);
    }
    if (!isLoss(lossOfShipping) || !isLoss(lossOfKeeping)) {
      throw new IllegalArgumentException(
          "not expected losses: %s and %s".formatted(lossOfShipping, lossOfKeeping));
    }
  }

  private static boolean isLoss(double loss) {
    return loss >= 0 && loss <= Double.MAX_VALUE;
  }
}
