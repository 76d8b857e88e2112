// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.call.Call;

/** Where finished calls go. */
@FunctionalInterface
public interface CallSink {
  /** Room that is kept for one call until it ends. */
  @FunctionalInterface
  interface Place {
    /**
     * Writes the call, once, and gives up the room, whether that goes well or not. When this
     * returns, the end of this process does not lose it.
     */
    void record(Call call);
  }

  /**
   * Keeps room for a call, so that one which was paid for can be written.
   *
   * @param bytes about the most that it may take
   * @throws io.ratchet.base.Failure where there is none, before anything was spent on it
   */
  Place reserve(long bytes);
}
