// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

/** Where a replay stands. */
enum Status {
  /** It goes on, also after the server was killed and started again. */
  RUNNING,
  /** Every input was asked or skipped. */
  COMPLETED,
  /** It ended before its last input, for the reason that it gives. */
  STOPPED,
  /** Somebody ended it. */
  CANCELLED,
  /** It could not go on. */
  FAILED
}
