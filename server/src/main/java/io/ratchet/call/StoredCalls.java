// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Every call, whether it had a version or not, in the order in which they were stored. A reader
 * keeps the number of the last call it has read.
 */
public final class StoredCalls {
  private StoredCalls() {}

  /** A call, without its bodies, and its number; later stored calls have higher ones. */
  public record Numbered(long sequence, Call call) {}

  /** The next calls after a number. */
  public static List<Numbered> after(Handle handle, long sequence, int limit) {
    return handle
        .createQuery("SELECT * FROM call WHERE sequence > :sequence ORDER BY sequence LIMIT :limit")
        .bind("sequence", sequence)
        .bind("limit", limit)
        .map((row, _) -> {
          CallStore.Stored stored = CallStore.stored(row);
          return new Numbered(stored.sequence(), stored.call());
        })
        .list();
  }
}
