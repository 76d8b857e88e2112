// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.planning;

import io.ratchet.stats.Result;

/**
 * After how many days of traffic an experiment has its units.
 *
 * <p>Each arm gets {@code floor(units per day * share * days)} by then at the least that is
 * promised by the mean; the slower arm decides. Assumes that every day brings the same traffic and
 * that a unit counts once, on its first day, which holds for calls and not for users who come back.
 *
 * @param days whole days, rounded up
 * @param weeks the same in full weeks, rounded up, since weekdays differ
 */
public record DaysToDecision(long days, long weeks) {

  /** The longest that anybody waits, about ten years; what takes longer is called never. */
  public static final long MOST_DAYS = 3650;

  /** The days that this traffic takes, or degenerate where there would be no decision. */
  public static Result<DaysToDecision> of(
      SampleSize needed, double unitsPerDay, double treatmentShare) {
    return of(needed, unitsPerDay, treatmentShare, MOST_DAYS);
  }

  /** The same with a limit of the caller's own. */
  public static Result<DaysToDecision> of(
      SampleSize needed, double unitsPerDay, double treatmentShare, long mostDays) {
    if (!(unitsPerDay >= 0) || Double.isInfinite(unitsPerDay) || mostDays < 1) {
      throw new IllegalArgumentException(
          "not traffic within a limit: %s units a day, %d days".formatted(unitsPerDay, mostDays));
    }
    if (!(treatmentShare >= 0 && treatmentShare <= 1)) {
      throw new IllegalArgumentException("not a share from 0 to 1: " + treatmentShare);
    }
    double days =
        Math.max(
            days(needed.control(), unitsPerDay * (1 - treatmentShare)),
            days(needed.treatment(), unitsPerDay * treatmentShare));
    if (days > mostDays) {
      return Result.degenerate(
          Result.Reason.TOO_FEW_OBSERVATIONS,
          "%d and %d units at %s a day, %s of them to the treatment, take longer than %d days"
              .formatted(
                  needed.control(), needed.treatment(), unitsPerDay, treatmentShare, mostDays));
    }
    long whole = (long) days;
    return Result.computed(new DaysToDecision(whole, Math.ceilDiv(whole, 7L)));
  }

  /** A hair less than a whole number of days is rounding, not another day. */
  private static double days(long units, double perDay) {
    return units == 0 ? 0 : Math.ceil(units / perDay * (1 - 1e-12));
  }
}
