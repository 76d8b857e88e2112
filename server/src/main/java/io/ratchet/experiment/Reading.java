// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.stats.Effect;
import io.ratchet.stats.Interval;
import io.ratchet.stats.Moments;
import io.ratchet.stats.Result;
import org.jspecify.annotations.Nullable;

/**
 * One metric of one treatment beside the control. Everything is in the metric's stored unit but
 * what is relative, which is a share of the control.
 *
 * @param control means of the control's units
 * @param treatment means of the treatment's units
 * @param test name of the fixed-horizon test
 * @param fixed what one look at a planned end would say; not for stopping
 * @param always what may be read at any time
 * @param relative as {@code always}, as a share of the control
 */
record Reading(
    Goal goal,
    Variant variant,
    Moments control,
    Moments treatment,
    String test,
    Result<Effect> fixed,
    Result<Effect> always,
    Result<Effect> relative) {

  /** What the always-valid bounds say of the goal. */
  enum State {
    /** It is proven reached. */
    PROVED,
    /** It is proven missed. */
    BREACHED,
    /** Neither. */
    OPEN
  }

  /** The interval that decides, turned so that more is better; null where the data give none. */
  @Nullable Interval deciding() {
    Result<Effect> result =
        switch (goal.role()) {
          case SUCCESS, INFORMATION -> always;
          case GUARDRAIL -> relative;
        };
    return result.asOptional().map(Effect::interval).map(this::better).orElse(null);
  }

  private Interval better(Interval interval) {
    return goal.metric().higherIsBetter()
        ? interval
        : new Interval(-interval.upper(), -interval.lower(), interval.confidence());
  }

  /** The estimate that goes with {@link #deciding}. */
  double estimate() {
    Result<Effect> result = goal.role() == Goal.Role.GUARDRAIL ? relative : always;
    double estimate = result.asOptional().map(Effect::estimate).orElse(0.0);
    return goal.metric().higherIsBetter() ? estimate : -estimate;
  }

  /** What the interval must be above. */
  double bound() {
    return switch (goal.role()) {
      case SUCCESS, INFORMATION -> Math.min(0, stored(goal.margin()));
      case GUARDRAIL -> -goal.margin();
    };
  }

  /** A shown amount of the metric in its stored unit. */
  private double stored(double shown) {
    return shown / goal.metric().scale();
  }

  State state() {
    Interval interval = deciding();
    if (interval == null) {
      return State.OPEN;
    }
    return switch (goal.role()) {
      case SUCCESS -> {
        boolean enough = estimate() >= stored(goal.margin());
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
