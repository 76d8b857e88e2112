// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

/** How a call ended, as far as its version is concerned. */
public enum Outcome {
  /** It answered, and the answer was usable. */
  SUCCESS,
  /** It was refused, failed, timed out, or answered something unusable. */
  FAILURE,
  /** The caller left before the end: neither a success nor a failure. */
  INTERRUPTED
}
