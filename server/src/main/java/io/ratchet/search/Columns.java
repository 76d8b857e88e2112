// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

/** Where a room keeps what its keys name. */
@FunctionalInterface
public interface Columns {
  /**
   * The place of a key.
   *
   * @param key one of the grammar that the expression was parsed with
   */
  Column column(Key key);
}
