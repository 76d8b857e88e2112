// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.catalog.CatalogRoom;
import io.ratchet.catalog.ModelFiles;
import io.ratchet.journal.Journal;
import io.ratchet.storage.Artifacts;
import io.ratchet.storage.Database;
import java.util.function.Consumer;

/** Wires MLflow's model registry over ours. */
final class Cataloguing {
  private Cataloguing() {}

  /**
   * The catalogue, following the registry.
   *
   * @param keep takes the loop that follows
   */
  static CatalogRoom open(
      Platform platform,
      Database database,
      Journal journal,
      Library library,
      ModelFiles files,
      Artifacts artifacts,
      Consumer<AutoCloseable> keep) {
    CatalogRoom room =
        new CatalogRoom(
            database,
            journal,
            platform.time(),
            library.routesByKind(),
            library.prompts(),
            library.models(),
            files,
            artifacts);
    keep.accept(platform.timer().every(App.REFRESH, "catalogue", room::refresh));
    return room;
  }
}
