// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.bayes;

/** What was believed about an effect before the data: nothing, or a normal distribution. */
public sealed interface NormalPrior {

  /** Every effect as likely as any other; the posterior is then what the data say. */
  record Flat() implements NormalPrior {

    @Override
    public NormalPrior scaled(double factor) {
      return this;
    }
  }

  /** Effects around a mean, in the unit of the effect that it is combined with. */
  record Proper(double mean, double variance) implements NormalPrior {

    private static final double MAX_MEAN = 1e150;
    private static final double MAX_VARIANCE = 1e300;

    public Proper {
      if (!(Math.abs(mean) <= MAX_MEAN) || !(variance > 0 && variance <= MAX_VARIANCE)) {
        throw new IllegalArgumentException(
            "not a normal prior: mean %s, variance %s".formatted(mean, variance));
      }
    }

    @Override
    public NormalPrior scaled(double factor) {
      return new Proper(
          Math.clamp(mean * factor, -MAX_MEAN, MAX_MEAN),
          Math.clamp(variance * factor * factor, Double.MIN_VALUE, MAX_VARIANCE));
    }
  }

  /**
   * The proper prior for relative effects that suits most metrics: {@code N(0, 0.3^2)}.
   *
   * <p>Nineteen of twenty true lifts are then within sixty percent of the control. A small sample
   * that shows a larger one by chance is drawn towards zero; a large sample is hardly moved.
   */
  static NormalPrior ofLifts() {
    return new Proper(0, 0.09);
  }

  /** The same belief about the effect times a factor. */
  NormalPrior scaled(double factor);
}
