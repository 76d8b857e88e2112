// SPDX-License-Identifier: Apache-2.0
package io.ratchet.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for a while; a test's pause moves its clock instead. */
@FunctionalInterface
public interface Pause {
  /** Returns after the duration, at once where it is not positive. */
  void rest(Duration duration) throws InterruptedException;

  /** Waits on the machine's clock. */
  static Pause system() {
    return duration -> {
      boolean never = new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
      assert !never;
    };
  }
}
