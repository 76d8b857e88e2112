// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

/** A clock for durations; only differences of its readings mean something. */
@FunctionalInterface
interface Ticker {
  long nanos();

  static Ticker system() {
    return System::nanoTime;
  }
}
