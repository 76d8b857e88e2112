// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

import org.jspecify.annotations.Nullable;

/**
 * What a key sorts by, as SQL of a room's own.
 *
 * @param value an expression, NULL where the key is absent, with {@code {key}} where the name of
 *     the key belongs
 * @param nan a condition that says whether the value is NaN; null where there is no NaN
 */
public record SortColumn(String value, @Nullable String nan) {
  public SortColumn(String value) {
    this(value, null);
  }
}
