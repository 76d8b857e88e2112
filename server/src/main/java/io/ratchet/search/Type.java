// SPDX-License-Identifier: Apache-2.0
package io.ratchet.search;

/** What a key holds. */
public enum Type {
  TEXT,
  NUMBER
}
