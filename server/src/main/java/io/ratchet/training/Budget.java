// SPDX-License-Identifier: Apache-2.0
package io.ratchet.training;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Ticker;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How long a training may take, and whether it is still wanted.
 *
 * <p>Trainers ask between rounds; one round is not interrupted.
 *
 * @param cancelled asked from the training's thread, so it must be safe to ask from any
 */
public record Budget(Ticker ticker, Duration limit, BooleanSupplier cancelled) {
  /** A budget that is being used up. */
  static final class Watch {
    private final Budget budget;
    private final long start;

    private Watch(Budget budget) {
      this.budget = budget;
      this.start = budget.ticker.nanos();
    }

    Duration elapsed() {
      return Duration.ofNanos(budget.ticker.nanos() - start);
    }

    /** Refuses to go on where time is up or nobody wants the model any more. */
    void check(String progress) {
      if (budget.cancelled.getAsBoolean()) {
        throw new Failure(
            ErrorCode.CONFLICT,
            "the training was cancelled after " + progress,
            "start it again if the model is still wanted");
      }
      if (elapsed().compareTo(budget.limit) > 0) {
        throw new Failure(
            ErrorCode.EXHAUSTED,
            "the training took longer than its limit of %,d ms, after %s"
                .formatted(budget.limit.toMillis(), progress),
            "allow more time, or train on fewer rows or rounds");
      }
    }
  }

  Watch start() {
    return new Watch(this);
  }
}
