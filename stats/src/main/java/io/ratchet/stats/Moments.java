// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

/**
 * Count, mean and spread of a sample: what methods about means need to know of it.
 *
 * <p>{@code m2} is the sum of squared deviations from the mean. It is kept instead of the sum of
 * squares because that one loses all digits of the variance when the mean is large beside it.
 * Adding one value is Welford's update and adding a sample is the pairwise one of Chan, Golub and
 * LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances" (1979),
 * section 2. Values beyond {@link #MAX_MAGNITUDE} are refused, so that no arithmetic here
 * overflows.
 *
 * <p>Extremes are not kept, since sums cannot provide them; a histogram does.
 */
public record Moments(long n, double mean, double m2) {

  /** The largest absolute value that a sample may hold. */
  public static final double MAX_MAGNITUDE = 1e100;

  /** The sample without observations. */
  public static final Moments EMPTY = new Moments(0, 0, 0);

  private static final double ULP = 0x1p-52;

  public Moments {
    if (n < 0 || !(Math.abs(mean) <= MAX_MAGNITUDE) || !(m2 >= 0) || Double.isInfinite(m2)) {
      throw new IllegalArgumentException(
          "not moments: n %d, mean %s, m2 %s".formatted(n, mean, m2));
    }
    if (n == 0 && (mean != 0 || m2 != 0)) {
      throw new IllegalArgumentException("moments without observations must be zero");
    }
  }

  /** The moments of a sample of at least two with this mean and sample variance (n - 1). */
  public static Moments ofVariance(long n, double mean, double variance) {
    if (n < 2) {
      throw new IllegalArgumentException("a variance needs two observations, not " + n);
    }
    return new Moments(n, mean, variance * (n - 1));
  }

  /**
   * The moments of a sample of which only sums were kept.
   *
   * <p>Computes {@code (n q - s^2) / n} with the rounding errors of both products carried along by
   * fused multiply-add, so that nothing is lost beyond what the sums themselves have lost. A result
   * within {@code n} roundings of the sum of squares is noise and counts as no variation.
   *
   * @throws IllegalArgumentException if no sample has these sums
   */
  public static Moments ofSums(long n, double sum, double sumOfSquares) {
    if (n == 0) {
      return new Moments(0, sum, sumOfSquares);
    }
    double squares = n * sumOfSquares;
    double squaresLost = Math.fma((double) n, sumOfSquares, -squares);
    double square = sum * sum;
    double squareLost = Math.fma(sum, sum, -square);
    double m2 = ((squares - square) + (squaresLost - squareLost)) / n;
    double noise = n * ULP * sumOfSquares;
    if (m2 < -noise) {
      throw new IllegalArgumentException(
          "no sample of %d has sum %s and sum of squares %s".formatted(n, sum, sumOfSquares));
    }
    return new Moments(n, sum / n, m2 <= noise ? 0 : m2);
  }

  public static Moments of(double... values) {
    Moments moments = EMPTY;
    for (double value : values) {
      moments = moments.plus(value);
    }
    return moments;
  }

  /** The moments with one more observation. */
  public Moments plus(double value) {
    if (!(Math.abs(value) <= MAX_MAGNITUDE)) {
      throw new IllegalArgumentException("not a value up to " + MAX_MAGNITUDE + ": " + value);
    }
    long total = Math.addExact(n, 1);
    double delta = value - mean;
    double newMean = mean + delta / total;
    return new Moments(total, newMean, m2 + delta * (value - newMean));
  }

  /** The moments of both samples together. */
  public Moments plus(Moments other) {
    if (n == 0 || other.n == 0) {
      return n == 0 ? other : this;
    }
    long total = Math.addExact(n, other.n);
    double delta = other.mean - mean;
    double share = (double) other.n / total;
    return new Moments(total, mean + delta * share, m2 + other.m2 + delta * delta * (n * share));
  }

  /**
   * The sample variance, with n - 1 below.
   *
   * @throws IllegalStateException with fewer than two observations, when there is none
   */
  public double variance() {
    if (n < 2) {
      throw new IllegalStateException("a variance needs two observations, not " + n);
    }
    return m2 / (n - 1);
  }

  /** The estimated variance of the mean, {@code s^2 / n}. */
  public double varianceOfMean() {
    return variance() / n;
  }
}
