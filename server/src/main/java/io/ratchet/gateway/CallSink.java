// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.call.Call;

/** Where finished calls go. */
public interface CallSink {
  /**
   * Whether another call could be written now.
   *
   * @throws io.ratchet.base.Failure where not, before anything was spent on it
   */
  void checkRoom();

  /** Writes a call; when this returns, the end of this process does not lose it. */
  void record(Call call);
}
