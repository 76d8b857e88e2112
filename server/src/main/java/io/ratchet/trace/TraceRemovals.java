// SPDX-License-Identifier: Apache-2.0
package io.ratchet.trace;

import io.ratchet.storage.Database;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Deletes traces that somebody asks to delete, in slices, so that nobody waits long. */
public final class TraceRemovals {
  private final Database database;

  public TraceRemovals(Database database) {
    this.database = database;
  }

  /** Deletes those of a group that are named, and answers how many were there. */
  int delete(TraceOwners.Scope scope, String group, List<String> ids) {
    if (!scope.hasGroup(group)) {
      return 0;
    }
    int deleted = 0;
    for (int from = 0; from < ids.size(); from += TraceLimits.DELETED_AT_ONCE) {
      List<String> some =
          ids.subList(from, Math.min(ids.size(), from + TraceLimits.DELETED_AT_ONCE));
      deleted +=
          database.write(
              handle -> TraceStore.delete(handle, TraceStore.inGroup(handle, group, some)));
    }
    return deleted;
  }

  /** Deletes the oldest of a group up to a time, and answers how many. */
  int deleteUpTo(TraceOwners.Scope scope, String group, long latest, int most) {
    if (!scope.hasGroup(group)) {
      return 0;
    }
    int deleted = 0;
    while (deleted < most) {
      int some = Math.min(most - deleted, TraceLimits.DELETED_AT_ONCE);
      int rows =
          database.write(
              handle -> TraceStore.delete(handle, TraceStore.oldest(handle, group, latest, some)));
      deleted += rows;
      if (rows < some) {
        break;
      }
    }
    return deleted;
  }

  /** How many traces a group has. */
  public long count(String group) {
    return database.read(handle -> TraceStore.count(handle, group));
  }

  /** Deletes traces of a group that goes for good, a slice of them, and answers how many. */
  public int deleteSome(Handle handle, String group) {
    return TraceStore.delete(
        handle, TraceStore.oldest(handle, group, Long.MAX_VALUE, TraceLimits.DELETED_AT_ONCE));
  }

  /** Those of the ids that no trace has. */
  public Set<String> missing(Collection<String> ids) {
    Set<String> missing = new HashSet<>(ids);
    database.read(handle -> TraceStore.find(handle, ids)).forEach(row -> missing.remove(row.id()));
    return missing;
  }

  /** Forgets that traces belong to runs that went for good. */
  public static void unlink(Handle handle, List<String> runs) {
    TraceStore.unlink(handle, runs);
  }
}
