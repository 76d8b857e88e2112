// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

/**
 * Count, means, spreads and joint spread of two values that were observed together: what ratios of
 * sums, adjustments by a covariate and clustered rates need to know of their units.
 *
 * <p>{@code m2X} and {@code m2Y} are sums of squared deviations as in {@link Moments}, and {@code
 * comoment} is the sum of products of both deviations, updated by the pairwise formula of Pebay,
 * "Formulas for Robust, One-Pass Parallel Computation of Covariances and Arbitrary-Order
 * Statistical Moments" (2008), equation 3.8. It never exceeds what the spreads allow (Cauchy and
 * Schwarz); where rounding would take it beyond, it stops there.
 */
public record PairedMoments(
    long n, double meanX, double m2X, double meanY, double m2Y, double comoment) {

  /** The sample without observations. */
  public static final PairedMoments EMPTY = new PairedMoments(0, 0, 0, 0, 0, 0);

  private static final double ULP = 0x1p-52;
  private static final double ROUNDING = 1 + 1e-9;

  public PairedMoments {
    requireMoments(n, meanX, m2X);
    requireMoments(n, meanY, m2Y);
    if (!(Math.abs(comoment) <= largest(m2X, m2Y) * ROUNDING)) {
      throw new IllegalArgumentException(
          "no pairs have the squared deviations %s and %s and the joint ones %s"
              .formatted(m2X, m2Y, comoment));
    }
  }

  private static void requireMoments(long n, double mean, double m2) {
    var _ = new Moments(n, mean, m2);
  }

  /** Two samples of the same at least two units, with their covariance (n - 1 below). */
  public static PairedMoments ofCovariance(Moments x, Moments y, double covariance) {
    if (x.n() != y.n() || x.n() < 2) {
      throw new IllegalArgumentException(
          "a covariance needs pairs, two at least: %d and %d".formatted(x.n(), y.n()));
    }
    double comoment = covariance * (x.n() - 1);
    return new PairedMoments(x.n(), x.mean(), x.m2(), y.mean(), y.m2(), comoment);
  }

  /**
   * The moments of pairs of which only sums were kept, as exact as {@link Moments#ofSums}.
   *
   * @throws IllegalArgumentException if no pairs have these sums
   */
  public static PairedMoments ofSums(
      long n, double sumX, double sumXX, double sumY, double sumYY, double sumXY) {
    Moments x = Moments.ofSums(n, sumX, sumXX);
    Moments y = Moments.ofSums(n, sumY, sumYY);
    if (n == 0) {
      return new PairedMoments(0, 0, 0, 0, 0, sumXY);
    }
    double comoment = comoment(n, sumX, sumY, sumXY);
    double noiseX = n * ULP * sumXX;
    double noiseY = n * ULP * sumYY;
    double reachable =
        Math.sqrt(x.m2() + noiseX) * Math.sqrt(y.m2() + noiseY)
            + Math.sqrt(noiseX) * Math.sqrt(noiseY);
    if (!(Math.abs(comoment) <= reachable * ROUNDING)) {
      throw new IllegalArgumentException(
          "no %d pairs have sums %s and %s, sums of squares %s and %s and sum of products %s"
              .formatted(n, sumX, sumY, sumXX, sumYY, sumXY));
    }
    return limited(n, x.mean(), x.m2(), y.mean(), y.m2(), comoment);
  }

  /** {@code sum xy - sum x sum y / n} with the rounding errors of both products carried along. */
  static double comoment(long n, double sumX, double sumY, double sumXY) {
    double products = n * sumXY;
    double productsLost = Math.fma((double) n, sumXY, -products);
    double product = sumX * sumY;
    double productLost = Math.fma(sumX, sumY, -product);
    return ((products - product) + (productsLost - productLost)) / n;
  }

  /** The moments with one more pair. */
  public PairedMoments plus(double valueX, double valueY) {
    Moments newX = x().plus(valueX);
    Moments newY = y().plus(valueY);
    double more = (valueX - meanX) * (valueY - newY.mean());
    return limited(newX.n(), newX.mean(), newX.m2(), newY.mean(), newY.m2(), comoment + more);
  }

  /** The moments of both samples of pairs together. */
  public PairedMoments plus(PairedMoments other) {
    if (n == 0 || other.n == 0) {
      return n == 0 ? other : this;
    }
    Moments newX = x().plus(other.x());
    Moments newY = y().plus(other.y());
    double between = (other.meanX - meanX) * (other.meanY - meanY) * weight(n, other.n);
    return limited(
        newX.n(),
        newX.mean(),
        newX.m2(),
        newY.mean(),
        newY.m2(),
        comoment + other.comoment + between);
  }

  /** What the product of two differences of means counts when samples of these sizes merge. */
  static double weight(long one, long other) {
    return one * ((double) other / (one + other));
  }

  private static PairedMoments limited(
      long n, double meanX, double m2X, double meanY, double m2Y, double comoment) {
    double most = largest(m2X, m2Y);
    return new PairedMoments(n, meanX, m2X, meanY, m2Y, Math.clamp(comoment, -most, most));
  }

  private static double largest(double m2X, double m2Y) {
    return Math.sqrt(m2X) * Math.sqrt(m2Y);
  }

  /** The first values alone. */
  public Moments x() {
    return new Moments(n, meanX, m2X);
  }

  /** The second values alone. */
  public Moments y() {
    return new Moments(n, meanY, m2Y);
  }

  /**
   * The sample covariance, with n - 1 below.
   *
   * @throws IllegalStateException with fewer than two pairs, when there is none
   */
  public double covariance() {
    if (n < 2) {
      throw new IllegalStateException("a covariance needs two pairs, not " + n);
    }
    return comoment / (n - 1);
  }

  /**
   * The moments of {@code x + factor * y}, computed without the values.
   *
   * @throws IllegalArgumentException if they are beyond {@link Moments#MAX_MAGNITUDE}
   */
  public Moments combined(double factor) {
    double m2 = m2X + 2 * factor * comoment + factor * factor * m2Y;
    double noise = 4 * ULP * (m2X + factor * factor * m2Y);
    return new Moments(n, meanX + factor * meanY, m2 <= noise ? 0 : m2);
  }
}
