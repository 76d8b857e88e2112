// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.call.Call;
import java.util.List;

/** Where finished predictions go. */
@FunctionalInterface
public interface CallSink {
  /** Room that is kept until a request ends. */
  @FunctionalInterface
  interface Place {
    /**
     * Writes the calls, once, together or not at all, and gives up the room. When this returns, the
     * end of this process does not lose them.
     */
    void record(List<Call> calls);
  }

  /**
   * Keeps room before anything is predicted.
   *
   * @param bytes about the most that the calls may take
   * @throws io.ratchet.base.Failure where there is none
   */
  Place reserve(long bytes);
}
