// SPDX-License-Identifier: Apache-2.0
package io.ratchet.stats.drift;

/**
 * What a feature looked like when all was well: the cells in which later windows are counted, and
 * the reference's own counts in them.
 */
public sealed interface FeatureReference permits NumericReference, CategoryReference {

  /** Reference observations with a value. */
  long count();

  /** Reference observations without a value. */
  long missing();

  byte[] toBytes();

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if it could not have written that
   */
  static FeatureReference fromBytes(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == CategoryReference.FORMAT
        ? CategoryReference.fromBytes(bytes)
        : NumericReference.fromBytes(bytes);
  }
}
