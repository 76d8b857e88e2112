// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.journal.Entry;
import io.ratchet.journal.Journal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Follows the journal for the assets of one kind that changed, whichever process changed them. Make
 * it before the first load, so that nothing falls between.
 */
public final class ChangedAssets {
  private static final int BATCH = 1_000;

  private final Journal journal;
  private final String kind;
  private long cursor;

  public ChangedAssets(Journal journal, String kind) {
    this.journal = journal;
    this.kind = kind;
    List<Entry> newest = journal.list(Journal.Filter.ANY, 1, null).items();
    this.cursor = newest.isEmpty() ? 0 : newest.getFirst().sequence();
  }

  /**
   * Hands over the names that changed since the last time, if there are any. Where {@code takeOver}
   * throws, the same names come again next time.
   */
  public synchronized void follow(Consumer<Set<String>> takeOver) {
    Set<String> names = new TreeSet<>();
    long position = cursor;
    List<Entry> entries;
    do {
      entries = journal.after(position, BATCH);
      for (Entry entry : entries) {
        if (entry.kind().equals(kind) && !entry.asset().isEmpty()) {
          names.add(entry.asset());
        }
        position = entry.sequence();
      }
    } while (entries.size() == BATCH);
    if (!names.isEmpty()) {
      takeOver.accept(names);
    }
    cursor = position;
  }
}
