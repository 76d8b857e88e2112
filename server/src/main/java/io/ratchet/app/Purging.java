// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.artifact.ArtifactFiles;
import io.ratchet.artifact.Garbage;
import io.ratchet.config.RunsConfig;
import io.ratchet.http.Route;
import io.ratchet.journal.Journal;
import io.ratchet.purge.Nightly;
import io.ratchet.purge.Purges;
import io.ratchet.purge.PurgesApi;
import io.ratchet.storage.Database;
import io.ratchet.trace.TraceRemovals;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Wires what makes deletions final. */
final class Purging {
  private static final Duration PACE = Duration.ofMinutes(10);

  private Purging() {}

  static List<Route> routes(
      RunsConfig config,
      Platform platform,
      Database database,
      Journal journal,
      ArtifactFiles files,
      Garbage garbage,
      Consumer<AutoCloseable> keep) {
    Purges purges =
        new Purges(database, journal, platform.time(), new TraceRemovals(database), files, garbage);
    Duration retention = config.deletedRetention();
    if (retention != null) {
      Nightly nightly = new Nightly(database, purges, platform.time(), retention);
      keep.accept(platform.timer().every(PACE, "nightly garbage", nightly::turn));
    }
    return new PurgesApi(purges).routes();
  }
}
