// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.fixed;

import io.ratchet.stats.Alternative;
import io.ratchet.stats.Confidence;
import io.ratchet.stats.Interval;
import io.ratchet.stats.ReferenceDistribution;
import io.ratchet.stats.Result;
import java.util.Arrays;

/**
 * The test that neither arm tends to higher values, with the shift between them.
 *
 * <p>U counts the pairs in which the treatment's value is higher, ties as half: Mann and Whitney,
 * Annals of Mathematical Statistics 18 (1947). Up to {@value #MOST_EXACT} values an arm without
 * ties the p-value is exact, otherwise normal with the variance {@code mn/12 (N + 1 - sum (t^3 - t)
 * / (N (N - 1)))} and a continuity correction (Lehmann, "Nonparametrics", 1975, section 1.4). The
 * shift is the median of all differences, its interval lies between the c-th smallest and the c-th
 * largest of them, with c from the same distribution: Hodges and Lehmann, "Estimates of Location
 * Based on Rank Tests", Annals of Mathematical Statistics 34 (1963).
 *
 * <p>Assumes independent values; the shift, that both distributions differ by it alone. Otherwise a
 * small p-value says that one arm tends to be higher, not that its mean is. One look.
 */
public final class MannWhitneyTest {

  /** The most values of an arm for which the exact distribution is used. */
  public static final int MOST_EXACT = 50;

  /** The most differences that are sorted for the shift. */
  public static final long MOST_PAIRS = 4_000_000;

  private MannWhitneyTest() {}

  /**
   * How far the treatment is above the control.
   *
   * @param u pairs that the treatment wins
   * @param shift Hodges and Lehmann's estimate
   * @param exact whether the p-value is
   */
  public record Shift(double u, double pValue, double shift, Interval interval, boolean exact) {}

  public static Result<Shift> of(
      double[] control, double[] treatment, Alternative alternative, Confidence confidence) {
    Ranks ranks = Ranks.of(control, treatment);
    if (Math.min(control.length, treatment.length) == 0) {
      return tooFew(control, treatment);
    }
    if (ranks.pairs() > MOST_PAIRS) {
      return Result.degenerate(
          Result.Reason.TOO_MANY_OBSERVATIONS,
          "control has %d values and treatment %d, too many to sort all their differences"
              .formatted(control.length, treatment.length));
    }
    boolean exact = ranks.ties() == 0 && Math.max(control.length, treatment.length) <= MOST_EXACT;
    RankSumDistribution distribution =
        new RankSumDistribution(exact ? control.length : 0, exact ? treatment.length : 0);
    double tail = confidence.tail(alternative);
    long cut = exact ? exactCut(distribution, tail) : normalCut(ranks, tail);
    if (cut < 1) {
      return tooFew(control, treatment);
    }
    double pValue =
        exact ? exactPValue(distribution, ranks, alternative) : normalPValue(ranks, alternative);
    double[] differences = differences(control, treatment);
    return Result.computed(
        new Shift(
            ranks.u(),
            pValue,
            SampleQuantile.of(0.5, differences),
            interval(differences, (int) cut, alternative, confidence),
            exact));
  }

  /** The p-value of the normal approximation, with its continuity correction. */
  public static double normalPValue(double[] control, double[] treatment, Alternative alternative) {
    return normalPValue(Ranks.of(control, treatment), alternative);
  }

  private static double normalPValue(Ranks ranks, Alternative alternative) {
    double above = ranks.u() - ranks.pairs() / 2.0;
    double deviation = ranks.deviation();
    if (deviation == 0) {
      return 1;
    }
    ReferenceDistribution normal = new ReferenceDistribution.Normal();
    return switch (alternative) {
      case TWO_SIDED -> Math.min(1, 2 * normal.survival((Math.abs(above) - 0.5) / deviation));
      case GREATER -> normal.survival((above - 0.5) / deviation);
      case LESS -> normal.survival((-above - 0.5) / deviation);
    };
  }

  private static double exactPValue(
      RankSumDistribution distribution, Ranks ranks, Alternative alternative) {
    long u = Math.round(ranks.u());
    double low = distribution.atMost(u);
    double high = distribution.atMost(ranks.pairs() - u);
    return switch (alternative) {
      case TWO_SIDED -> Math.min(1, 2 * Math.min(low, high));
      case GREATER -> high;
      case LESS -> low;
    };
  }

  /** The largest c with {@code P(U <= c - 1) <= tail}. */
  private static long exactCut(RankSumDistribution distribution, double tail) {
    long cut = 0;
    while (distribution.atMost(cut) <= tail) {
      cut++;
    }
    return cut;
  }

  private static long normalCut(Ranks ranks, double tail) {
    double z = new ReferenceDistribution.Normal().critical(tail);
    return (long) Math.floor(ranks.pairs() / 2.0 + 0.5 - z * ranks.deviationWithoutTies());
  }

  private static Interval interval(
      double[] differences, int cut, Alternative alternative, Confidence confidence) {
    double lower = differences[cut - 1];
    double upper = differences[differences.length - cut];
    return new Interval(
        alternative == Alternative.LESS ? Double.NEGATIVE_INFINITY : Math.min(lower, upper),
        alternative == Alternative.GREATER ? Double.POSITIVE_INFINITY : Math.max(lower, upper),
        confidence);
  }

  private static double[] differences(double[] control, double[] treatment) {
    double[] differences = new double[control.length * treatment.length];
    int at = 0;
    for (double low : control) {
      for (double high : treatment) {
        differences[at++] = high - low;
      }
    }
    Arrays.sort(differences);
    return differences;
  }

  private static <T> Result<T> tooFew(double[] control, double[] treatment) {
    return Result.degenerate(
        Result.Reason.TOO_FEW_OBSERVATIONS,
        "no shift can be ruled out at this confidence with %d values of the control and %d"
                .formatted(control.length, treatment.length)
            + " of the treatment");
  }
}
