// SPDX-License-Identifier: Apache-2.0
package io.ratchet.demo;

import io.ratchet.base.Pause;
import io.ratchet.base.Ticker;
import java.time.Duration;
import java.util.List;

/** Starts things at the times of a trace, made shorter by a factor; what is late starts at once. */
final class Pacing {
  private final double speed;
  private final Ticker ticker;
  private final Pause pause;

  Pacing(double speed, Ticker ticker, Pause pause) {
    if (!(speed > 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException("speed: " + speed);
    }
    this.speed = speed;
    this.ticker = ticker;
    this.pause = pause;
  }

  /** Starts one call; it may block, and the calls after it are then late. */
  @FunctionalInterface
  interface Start {
    void at(int place, Trace.Arrival arrival) throws InterruptedException;
  }

  void each(List<Trace.Arrival> arrivals, Start start) throws InterruptedException {
    if (arrivals.isEmpty()) {
      return;
    }
    long begun = ticker.nanos() - (long) (arrivals.getFirst().at().toNanos() / speed);
    for (int i = 0; i < arrivals.size(); i++) {
      long due = (long) (arrivals.get(i).at().toNanos() / speed);
      long early = due - (ticker.nanos() - begun);
      if (early > 0) {
        pause.sleep(Duration.ofNanos(early));
      }
      start.at(i, arrivals.get(i));
    }
  }
}
