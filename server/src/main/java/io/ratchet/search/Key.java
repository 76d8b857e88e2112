// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

/**
 * What a comparison or an order looks at.
 *
 * @param name its one proper name where the original has several, such as {@code start_time} for
 *     {@code created}
 */
public record Key(Kind kind, String name) {
  @Override
  public String toString() {
    return kind == Kind.ATTRIBUTE ? name : kind.word() + "." + name;
  }
}
