// SPDX-License-Identifier: Apache-2.0
package io.ratchet.verdict;

import io.ratchet.stats.Confidence;
import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Result;
import org.jspecify.annotations.Nullable;

/**
 * One metric of one treatment beside the control.
 *
 * @param comparison of their sums
 * @param fixed what one look at a planned end would say; not for stopping
 * @param always what may be read at any time
 * @param relative as {@code always}, as a share of the control
 * @param proof bounds the effect from the side on which the goal is proven
 * @param harm bounds it from the side on which the goal is proven missed
 */
public record Reading(
    Goal goal,
    Variant variant,
    Comparison comparison,
    Result<Effect> fixed,
    Result<Effect> always,
    Result<Effect> relative,
    Result<Effect> proof,
    Result<Effect> harm) {

  /** What the always-valid bounds say of the goal. */
  public enum State {
    /** It is proven reached. */
    PROVED,
    /** It is proven missed. */
    BREACHED,
    /** Neither. */
    OPEN
  }

  /** The effect whose estimate goes with the decision, absolute or relative as the margin is. */
  Result<Effect> deciding() {
    return goal.isRelative() ? relative : always;
  }

  /** The interval that decides, turned so that more is better; null where the data give none. */
  @Nullable Interval bounds() {
    Interval proven = proof.asOptional().map(Effect::interval).map(this::better).orElse(null);
    Interval harmed = harm.asOptional().map(Effect::interval).map(this::better).orElse(null);
    if (proven == null || harmed == null) {
      return null;
    }
    Confidence least =
        proven.confidence().level() < harmed.confidence().level()
            ? proven.confidence()
            : harmed.confidence();
    return new Interval(proven.lower(), Math.max(proven.lower(), harmed.upper()), least);
  }

  private Interval better(Interval interval) {
    return goal.metric().higherIsBetter()
        ? interval
        : new Interval(-interval.upper(), -interval.lower(), interval.confidence());
  }

  /** The estimate that goes with {@link #bounds}, more being better. */
  double estimate() {
    double estimate = deciding().asOptional().map(Effect::estimate).orElse(0.0);
    return goal.metric().higherIsBetter() ? estimate : -estimate;
  }

  /** What the lower bound must be above. */
  double bound() {
    return switch (goal.role()) {
      case SUCCESS, INFORMATION -> Math.min(0, goal.stored());
      case GUARDRAIL -> -goal.stored();
    };
  }

  /** What the always-valid bounds say. */
  public State state() {
    Interval interval = bounds();
    if (interval == null) {
      return State.OPEN;
    }
    return switch (goal.role()) {
      case SUCCESS -> {
        boolean enough = estimate() >= goal.stored();
        yield interval.lower() > bound() && enough
            ? State.PROVED
            : interval.upper() < bound() ? State.BREACHED : State.OPEN;
      }
      case GUARDRAIL ->
          interval.lower() >= bound()
              ? State.PROVED
              : interval.upper() < bound() ? State.BREACHED : State.OPEN;
      case INFORMATION -> State.OPEN;
    };
  }
}
