// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

/**
 * Numerator and denominator of a unit, in the experiment and before it, with all that vary
 * together: what a ratio metric needs to be adjusted by its own past.
 *
 * @param during numerator (x) and denominator (y) in the experiment
 * @param before the same two of the same units, before it
 * @param numerators joint deviations of both numerators, as {@link PairedMoments#comoment}
 * @param numeratorThenDenominator of the numerator during and the denominator before
 * @param denominatorThenNumerator of the denominator during and the numerator before
 * @param denominators of both denominators
 */
public record RatioPairMoments(
    PairedMoments during,
    PairedMoments before,
    double numerators,
    double numeratorThenDenominator,
    double denominatorThenNumerator,
    double denominators) {

  /** The sample without units. */
  public static final RatioPairMoments EMPTY =
      new RatioPairMoments(PairedMoments.EMPTY, PairedMoments.EMPTY, 0, 0, 0, 0);

  /** Refuses deviations that two of the four values cannot have. */
  public RatioPairMoments {
    require(during.x(), before.x(), numerators);
    require(during.x(), before.y(), numeratorThenDenominator);
    require(during.y(), before.x(), denominatorThenNumerator);
    require(during.y(), before.y(), denominators);
  }

  private static void require(Moments one, Moments other, double comoment) {
    if (one.n() != other.n()) {
      throw new IllegalArgumentException(
          "the units must be the same: %d and %d".formatted(one.n(), other.n()));
    }
    var _ = new PairedMoments(one.n(), one.mean(), one.m2(), other.mean(), other.m2(), comoment);
  }

  /**
   * The moments of units of which only sums were kept; the last four are sums of products.
   *
   * @throws IllegalArgumentException if no units have these sums
   */
  public static RatioPairMoments ofSums(
      PairedMoments during,
      PairedMoments before,
      double numerators,
      double numeratorThenDenominator,
      double denominatorThenNumerator,
      double denominators) {
    return new RatioPairMoments(
        during,
        before,
        comoment(during.x(), before.x(), numerators),
        comoment(during.x(), before.y(), numeratorThenDenominator),
        comoment(during.y(), before.x(), denominatorThenNumerator),
        comoment(during.y(), before.y(), denominators));
  }

  private static double comoment(Moments one, Moments other, double sumOfProducts) {
    long n = one.n();
    return n == 0
        ? sumOfProducts
        : PairedMoments.comoment(n, one.mean() * n, other.mean() * n, sumOfProducts);
  }

  /** The number of units. */
  public long n() {
    return during.n();
  }

  /** The moments with one more unit. */
  public RatioPairMoments plus(
      double numerator, double denominator, double numeratorBefore, double denominatorBefore) {
    return plus(
        new RatioPairMoments(
            PairedMoments.EMPTY.plus(numerator, denominator),
            PairedMoments.EMPTY.plus(numeratorBefore, denominatorBefore),
            0,
            0,
            0,
            0));
  }

  /** The moments of both samples of units together. */
  public RatioPairMoments plus(RatioPairMoments other) {
    if (n() == 0 || other.n() == 0) {
      return n() == 0 ? other : this;
    }
    return new RatioPairMoments(
        during.plus(other.during),
        before.plus(other.before),
        pair(
            during.x(),
            before.x(),
            numerators,
            other.during.x(),
            other.before.x(),
            other.numerators),
        pair(
            during.x(),
            before.y(),
            numeratorThenDenominator,
            other.during.x(),
            other.before.y(),
            other.numeratorThenDenominator),
        pair(
            during.y(),
            before.x(),
            denominatorThenNumerator,
            other.during.y(),
            other.before.x(),
            other.denominatorThenNumerator),
        pair(
            during.y(),
            before.y(),
            denominators,
            other.during.y(),
            other.before.y(),
            other.denominators));
  }

  private static double pair(
      Moments x, Moments y, double comoment, Moments otherX, Moments otherY, double otherComoment) {
    return joined(x, y, comoment).plus(joined(otherX, otherY, otherComoment)).comoment();
  }

  private static PairedMoments joined(Moments x, Moments y, double comoment) {
    return new PairedMoments(x.n(), x.mean(), x.m2(), y.mean(), y.m2(), comoment);
  }
}
