// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats;

/** What a test looks for when there is an effect, and so which ends its interval has. */
public enum Alternative {
  /** Any difference; the interval has two ends. */
  TWO_SIDED,
  /** The treatment is higher; the interval is open above. */
  GREATER,
  /** The treatment is lower; the interval is open below. */
  LESS
}
