// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import org.jdbi.v3.core.Handle;

/**
 * How far each node's spool is applied, moved on in the transaction that applies it; that is what
 * makes every entry count once.
 */
final class SpoolCursors {
  private SpoolCursors() {}

  /**
   * @param number short name of the node in its windows
   * @param position end of the last batch that was applied
   */
  record Position(int number, long position) {}

  /** The position of a node, which is made known when it is first asked for. */
  static Position of(Handle handle, String node) {
    handle
        .createUpdate(
            """
            INSERT INTO spool_cursor (node, number, position)
            SELECT :node, COALESCE(MAX(number), 0) + 1, 0 FROM spool_cursor WHERE 1 = 1
            ON CONFLICT (node) DO NOTHING
            """)
        .bind("node", node)
        .execute();
    return handle
        .createQuery("SELECT number, position FROM spool_cursor WHERE node = :node")
        .bind("node", node)
        .map((row, _) -> new Position(row.getInt("number"), row.getLong("position")))
        .one();
  }

  /** Moves on from where this transaction's batch began; nobody else may have moved it. */
  static void advance(Handle handle, String node, long from, long to) {
    int moved =
        handle
            .createUpdate(
                """
                UPDATE spool_cursor SET position = :to WHERE node = :node AND position = :from
                """)
            .bind("node", node)
            .bind("from", from)
            .bind("to", to)
            .execute();
    if (moved != 1) {
      throw new StaleCursorException(node, from);
    }
  }

  /** The batch was applied already, here or by another process: read the position again. */
  static final class StaleCursorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StaleCursorException(String node, long from) {
      super("the spool of node " + node + " is no longer at position " + from);
    }
  }

  /** Takes numbers for as many rows, and the lock that orders the commits of all nodes. */
  static long takeSequences(Handle handle, int count) {
    long last =
        handle
            .createQuery(
                """
                UPDATE call_head SET sequence = sequence + :count WHERE id = 1 RETURNING sequence
                """)
            .bind("count", count)
            .mapTo(Long.class)
            .one();
    return last - count + 1;
  }
}
