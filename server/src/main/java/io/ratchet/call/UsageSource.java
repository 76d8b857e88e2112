// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

/** Where the token counts of a call come from. */
public enum UsageSource {
  /** The provider reported them at the end. */
  PROVIDER,
  /** The provider reported them up to a point, and the call was cut after it. */
  PARTIAL,
  /** Counted by us from the text, because nobody reported them. */
  ESTIMATED
}
