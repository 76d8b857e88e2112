// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

import java.time.Duration;

/** Runs loops at a pace. */
public interface Timer extends AutoCloseable {
  /** Starts a loop; closing what is returned ends it. */
  AutoCloseable every(Duration pace, String name, Runnable turn);

  @Override
  void close();
}
