// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.spool.Spool;

/** The calls: recorded when they end, counted exactly once, listed and shown. */
public final class Calls {
  /** What one more call may need in the spool; above the largest body that a gateway passes on. */
  private static final int ROOM_BYTES = 1 << 20;

  static final byte CALL = 1;
  static final byte FEEDBACK = 2;

  private final CallsConfig config;
  private final Spool spool;

  public Calls(CallsConfig config, Spool spool) {
    this.config = config;
    this.spool = spool;
  }

  /** Refuses where another call could not be written now, before anything is spent on it. */
  public void checkRoom() {
    if (!spool.hasRoom(ROOM_BYTES)) {
      throw new Failure(
          ErrorCode.EXHAUSTED,
          "the spool of calls is full: no call can be recorded, so none is served",
          "see that the database is up and takes the spool in, or raise calls.spool.max_bytes");
    }
  }

  /**
   * Writes a call that was served here. When this returns the end of this process does not lose it;
   * a power cut within the next milliseconds may.
   */
  public void record(Call call) {
    spool.append(CALL, CallCodec.encode(kept(call), 0));
  }

  private Call kept(Call call) {
    return config.storeBodies() ? call : call.withBodies(Call.Bodies.NONE);
  }
}
