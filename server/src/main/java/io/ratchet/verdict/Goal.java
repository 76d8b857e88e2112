// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

/**
 * What a metric has to do for a treatment to win, and what makes it lose.
 *
 * @param margin of a success metric: the least improvement wanted, in the metric's own unit; below
 *     0 it is the loss that is put up with. Of a guardrail: the largest worsening put up with;
 *     below 0 it is an improvement that is demanded
 * @param isRelative whether the margin is a share of the control; only a guardrail's can be
 */
public record Goal(Metric metric, Role role, double margin, boolean isRelative) {

  /** Why a metric is looked at. */
  public enum Role {
    /** One of these must be better. */
    SUCCESS,
    /** None of these may be worse by more than its margin. */
    GUARDRAIL,
    /** Shown only. */
    INFORMATION
  }

  public Goal {
    if (isRelative && role != Role.GUARDRAIL) {
      throw new IllegalArgumentException("only the margin of a guardrail is relative: " + metric);
    }
  }

  /** Better by at least the margin. */
  public static Goal success(Metric metric, double margin) {
    return new Goal(metric, Role.SUCCESS, margin, false);
  }

  /** Worse by no more than this share of the control. */
  public static Goal guardrail(Metric metric, double share) {
    return new Goal(metric, Role.GUARDRAIL, share, true);
  }

  /** Shown only. */
  public static Goal information(Metric metric) {
    return new Goal(metric, Role.INFORMATION, 0, false);
  }

  /** The margin in the unit that is stored. */
  double stored() {
    return isRelative ? margin : margin / metric.scale();
  }
}
