// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.stream;

/** What a detector says after a value. */
public enum Signal {
  NONE,
  /** What comes in begins to look different. */
  WARNING,
  /** It has changed; the detector begins anew with the next value. */
  DRIFT
}
