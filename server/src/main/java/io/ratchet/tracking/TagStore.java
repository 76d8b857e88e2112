// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of runs' tags. */
final class TagStore {
  private TagStore() {}

  /** A tag that is to be stored. */
  record New(RunStore.Place run, Tag tag) {}

  /**
   * The tags of runs.
   *
   * @param keys of which names; empty for all
   */
  static Map<Long, List<Tag>> of(Handle handle, Collection<Long> runs, Collection<String> keys) {
    return Rows.byRun(
        handle,
        "run_tag",
        runs,
        keys,
        row -> new Tag(row.getString("key"), row.getString("value")));
  }

  static Optional<String> find(Handle handle, long run, String key) {
    return handle
        .createQuery("SELECT value FROM run_tag WHERE run = :run AND key = :key")
        .bind("run", run)
        .bind("key", key)
        .mapTo(String.class)
        .findOne();
  }

  static void put(Handle handle, List<New> tags) {
    Rows.change(
        handle,
        """
        INSERT INTO run_tag (run, key, group_id, value) VALUES (?, ?, ?, ?)
        ON CONFLICT (run, key) DO UPDATE SET value = excluded.value
        """,
        tags,
        (statement, row) -> {
          statement.setLong(1, row.run().number());
          statement.setString(2, row.tag().key());
          statement.setLong(3, row.run().groupId());
          statement.setString(4, row.tag().value());
        });
  }

  /** Whether there was such a tag. */
  static boolean delete(Handle handle, long run, String key) {
    return handle
            .createUpdate("DELETE FROM run_tag WHERE run = :run AND key = :key")
            .bind("run", run)
            .bind("key", key)
            .execute()
        == 1;
  }
}
