// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

import java.time.Duration;

/** Lets the calling thread wait; a test's pause moves its clock instead. */
@FunctionalInterface
public interface Pause {
  /** Returns after the duration, at once where it is not positive. */
  void sleep(Duration duration) throws InterruptedException;

  /** Waits on the machine's clock. */
  static Pause system() {
    return Thread::sleep;
  }
}
