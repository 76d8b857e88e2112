// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.stats.PairedMoments;
import io.ratchet.stats.sketch.QuantileSample;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the arms of a trial add up to.
 *
 * @param arms by the name of the variant; one without units is absent
 * @param mixedUnits units that were seen in more than one arm
 * @param uncounted calls that named the trial and did not count, by reason
 * @param unitsPerDay how many new units come a day; null while that is not known
 * @param cohorts the units of each stretch of time with one allocation, oldest first; empty where
 *     there has been a single one
 */
public record Arms(
    Map<String, Arm> arms,
    long mixedUnits,
    Map<String, Long> uncounted,
    @Nullable Double unitsPerDay,
    List<Cohort> cohorts) {
  private static final Arm NONE = new Arm(0, 0, Map.of());

  public Arms {
    arms = Map.copyOf(arms);
    uncounted = Map.copyOf(uncounted);
    cohorts = List.copyOf(cohorts);
  }

  /** Arms of which nothing but the sums is known. */
  public static Arms of(Map<String, Arm> arms) {
    return new Arms(arms, 0, Map.of(), null, List.of());
  }

  public Arm arm(String variant) {
    return arms.getOrDefault(variant, NONE);
  }

  /** The units of the variants, in the order of the plan. */
  public List<Long> units(Plan plan) {
    return plan.variants().stream().map(variant -> arm(variant.name()).units()).toList();
  }

  public long units() {
    return arms.values().stream().mapToLong(Arm::units).sum();
  }

  /** One arm: its units, their calls, and the sums of each metric. */
  public record Arm(long units, long calls, Map<Metric, Sums> sums) {
    public Arm {
      sums = Map.copyOf(sums);
    }

    /** The sums of a mean; nothing where there are none. */
    public Sums.Means means(Metric metric) {
      return sums.get(metric) instanceof Sums.Means means ? means : Sums.Means.NOTHING;
    }

    /** The sums of a ratio; nothing where there are none. */
    PairedMoments pairs(Metric metric) {
      return sums.get(metric) instanceof Sums.Pairs(PairedMoments pairs)
          ? pairs
          : PairedMoments.EMPTY;
    }

    /** What is known of a quantile, else nothing. */
    QuantileSample ranks(Metric metric, QuantileSample nothing) {
      return sums.get(metric) instanceof Sums.Ranks(QuantileSample sample) ? sample : nothing;
    }
  }

  /**
   * Units that came while the shares were the same.
   *
   * @param shares of the variants, in the order of the plan
   * @param units of the variants, in the same order
   */
  public record Cohort(List<Double> shares, List<Long> units) {
    public Cohort {
      shares = List.copyOf(shares);
      units = List.copyOf(units);
    }
  }
}
