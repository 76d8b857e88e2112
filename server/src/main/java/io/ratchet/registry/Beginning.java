// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.base.Json;
import io.ratchet.journal.Journal;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The first line of an asset's story, {@code asset.created}: there once however many register the
 * name at the same time, and once more where it comes back after it was deleted or renamed.
 */
public final class Beginning {
  private static final String CREATED = "asset.created";
  private static final Set<String> LIFE = Set.of(CREATED, "asset.deleted", "asset.renamed");

  private Beginning() {}

  /** Says that a name begins, unless the journal says so already, and locks the journal. */
  public static void note(Journal journal, Handle handle, String kind, String name, String actor) {
    note(journal, handle, kind, name, true, actor);
  }

  /**
   * As above.
   *
   * @param isFirst whether nothing was registered under that name before; where something was, only
   *     an end that the journal tells of makes this a beginning
   */
  static void note(
      Journal journal, Handle handle, String kind, String name, boolean isFirst, String actor) {
    Optional<String> last = journal.last(handle, kind, name, LIFE);
    if (last.isPresent() ? !last.get().equals(CREATED) : isFirst) {
      journal.append(handle, CREATED, kind, name, actor, Json.object());
    }
  }
}
