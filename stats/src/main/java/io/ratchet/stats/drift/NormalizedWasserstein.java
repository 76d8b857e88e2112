// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

import io.ratchet.stats.ReferenceDistribution;
import java.util.Arrays;

/**
 * How far values moved along the axis, in deviations of the reference: {@code integral |F - G| dx /
 * scale}, between the reference's outer bounds.
 *
 * <p>Wasserstein's first distance in one dimension (Vallender, "Calculation of the Wasserstein
 * Distance between Probability Distributions on the Line", Theory of Probability 18, 1974). What
 * lies beyond the bounds counts as if it lay on them, so that no outlier makes a distance; how much
 * does is told apart. In a cell the integral of F is exact, its width times F at its lower bound
 * plus its share times how far its mean lies below its upper one, and so is the distance where F
 * and G do not cross in it; where they do, it is that of straight lines.
 *
 * <p>Noise: under no change {@code W1 / sqrt(w)}, w = 1/n + 1/m, tends to the integral of a
 * Brownian bridge's size, {@code L = integral |B(F(x))| dx} (del Barrio, Gine and Matran, "Central
 * Limit Theorems for the Wasserstein Distance between the Empirical and the True Distributions",
 * Annals of Probability 27, 1999). L is a convex function of a Gaussian process whose linear
 * minorants have at most the variance of the value itself; so it exceeds its mean, {@code
 * sqrt(2/pi) integral sqrt(F (1 - F)) dx}, by more than z deviations of the value no oftener than a
 * normal variable exceeds z (Borell, "The Brunn-Minkowski Inequality in Gauss Space", 1975, for the
 * median; Kwapien, 1994, for the mean being above it).
 *
 * @param distance in deviations of the reference
 * @param noiseFloor what it exceeds under no change with the given chance at most
 * @param outside the share of current values beyond the reference's outer bounds
 */
public record NormalizedWasserstein(double distance, double noiseFloor, double outside) {

  /** Of a window with values and a reference that varies. */
  static NormalizedWasserstein of(NumericReference reference, NumericProfile profile, double tail) {
    Curve f = new Curve(reference.bins(), reference.counts(), reference.offsets());
    Curve g = new Curve(profile.bins(), profile.counts(), profile.offsets());
    double area = 0;
    for (int cell = 1; cell < f.cells() - 1; cell++) {
      double left = f.below(cell) - g.below(cell);
      double right = f.below(cell + 1) - g.below(cell + 1);
      area += between(left, right, f.integral(cell) - g.integral(cell), f.width(cell));
    }
    double z = new ReferenceDistribution.Normal().critical(tail);
    double noise = 1.0 / reference.worth() + 1.0 / profile.summary().count();
    double floor = Math.sqrt(noise) * (f.bridge() + z * f.deviation());
    double outside = (double) (profile.below() + profile.above()) / profile.summary().count();
    return new NormalizedWasserstein(area / reference.scale(), floor / reference.scale(), outside);
  }

  private static double between(double left, double right, double integral, double width) {
    if (left * right >= 0) {
      return Math.abs(integral);
    }
    double sizes = Math.abs(left) + Math.abs(right);
    return width * (left * left + right * right) / (2 * sizes);
  }

  /** A distribution function known at the bounds of cells, and its integral between them. */
  private static final class Curve {
    private final Bins bins;
    private final long[] counts;
    private final double[] offsets;
    private final long[] upTo;
    private final double total;

    Curve(Bins bins, long[] counts, double[] offsets) {
      this.bins = bins;
      this.counts = counts;
      this.offsets = offsets;
      upTo = counts.clone();
      Arrays.parallelPrefix(upTo, Long::sum);
      total = upTo[upTo.length - 1];
    }

    int cells() {
      return counts.length;
    }

    double width(int cell) {
      return bins.upper(cell) - bins.upper(cell - 1);
    }

    /** The share at or below the cell's lower bound. */
    double below(int cell) {
      return upTo[cell - 1] / total;
    }

    double integral(int cell) {
      return width(cell) * below(cell) + offsets[cell] / total;
    }

    /** The mean of the integral of a Brownian bridge's size. */
    double bridge() {
      double sum = 0;
      for (int cell = 1; cell < cells() - 1; cell++) {
        double middle = (below(cell) + below(cell + 1)) / 2;
        sum += width(cell) * Math.sqrt(middle * (1 - middle));
      }
      return Math.sqrt(2 / Math.PI) * sum;
    }

    /** Of the values held between the outer bounds, spread evenly in each cell. */
    double deviation() {
      double low = bins.first();
      double sum = 0;
      double squares = 0;
      for (int cell = 1; cell < cells(); cell++) {
        boolean last = cell == cells() - 1;
        double width = last ? 0 : width(cell);
        double missed = last || counts[cell] == 0 ? 0 : offsets[cell] / counts[cell];
        double value = (last ? bins.last() : bins.upper(cell)) - missed - low;
        sum += counts[cell] / total * value;
        squares += counts[cell] / total * (value * value + width * width / 12);
      }
      return Math.sqrt(Math.max(0, squares - sum * sum));
    }
  }
}
