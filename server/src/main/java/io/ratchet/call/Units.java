// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import io.ratchet.base.Digest;

/**
 * Turns the name of a unit into the hash that records keep: the first 128 bits of SHA-256, so that
 * figures per unit join while records do not show who was served.
 */
public final class Units {
  private static final int HEX_DIGITS = 32;

  private Units() {}

  public static String hash(String unit) {
    return Digest.sha256(unit).substring(0, HEX_DIGITS);
  }
}
