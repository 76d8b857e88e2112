// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.time.Duration;

/**
 * Hears of what did not go well. It is called on the sending thread, or on that of the caller where
 * a record is refused at once; what it throws is logged and otherwise ignored. Without one, the
 * client logs to {@code System.Logger} {@code io.ratchet.client}.
 */
public interface ClientListener {
  /** Why records were lost. */
  enum Loss {
    /** The buffer was full. */
    FULL,
    /** The client was closed already, or closed before it could send them. */
    CLOSED,
    /** The server failed on them, again and again. */
    GIVEN_UP
  }

  /**
   * Records were lost.
   *
   * @param records how many since the last report for the same reason
   */
  default void lost(long records, Loss reason) {}

  /** Records were refused for what they say, and are not sent again. */
  default void refused(Refusal refusal) {}

  /**
   * The server could not take a batch; it will be tried again.
   *
   * @param failures in a row, from 1
   * @param wait until the next try
   */
  default void delayed(String reason, int failures, Duration wait) {}
}
