// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import java.time.Duration;

/** Waits; a test's pause moves its clock instead. */
@FunctionalInterface
public interface Pause {
  void sleep(Duration duration) throws InterruptedException;
}
