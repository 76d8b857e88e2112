// SPDX-License-Identifier: Apache-2.0
package io.ratchet.artifact;

/**
 * What a collection of garbage removed, or would remove.
 *
 * @param files paths whose owners went for good
 * @param contents that no path and no version has; their bytes are free afterwards
 * @param parts of uploads that broke off
 * @param uploads in parts that nobody went on with
 */
public record Collected(Tally files, Tally contents, Tally parts, Tally uploads) {
  /** Bytes that are free afterwards. */
  public long freed() {
    return contents.bytes() + parts.bytes() + uploads.bytes();
  }
}
