// SPDX-License-Identifier: Apache-2.0
package io.ratchet.spool;

import java.util.List;

/**
 * Entries that a cursor read, in order, and the position behind the last of them. A reader stores
 * {@code end} in the transaction that applies the entries; entries that were appended together are
 * never spread over two batches, so that there is no position inside of them to stop at.
 */
public record Batch(List<Entry> entries, long end) {
  public Batch {
    entries = List.copyOf(entries);
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }
}
