// SPDX-License-Identifier: Apache-2.0
package io.ratchet.base;

/** A clock for durations: nanoseconds from an arbitrary start, never going back. */
@FunctionalInterface
public interface Ticker {
  long nanos();

  /** The clock of the machine. */
  static Ticker system() {
    return System::nanoTime;
  }
}
