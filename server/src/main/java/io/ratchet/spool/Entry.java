// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import java.util.Arrays;

/**
 * What the spool keeps: a type that its reader understands, and bytes. The payload is not copied;
 * who appends it leaves it alone until the append returned.
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record Entry(byte type, byte[] payload) {
  @Override
  public boolean equals(Object other) {
    return other instanceof Entry(byte otherType, byte[] otherPayload)
        && type == otherType
        && Arrays.equals(payload, otherPayload);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(payload) + type;
  }

  @Override
  public String toString() {
    return "Entry[type=" + type + ", bytes=" + payload.length + "]";
  }
}
