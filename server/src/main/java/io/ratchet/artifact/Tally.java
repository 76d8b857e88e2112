// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

/** How many of something, and their bytes. */
public record Tally(long count, long bytes) {
  public static final Tally NONE = new Tally(0, 0);

  Tally plus(long more) {
    return new Tally(count + 1, bytes + more);
  }

  Tally plus(Tally other) {
    return new Tally(count + other.count, bytes + other.bytes);
  }
}
