// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.backup.Backups;
import io.ratchet.backup.BackupsApi;
import io.ratchet.base.Ids;
import io.ratchet.call.Calls;
import io.ratchet.config.Config;
import io.ratchet.http.Route;
import io.ratchet.spool.Spool;
import io.ratchet.storage.Database;
import java.nio.file.Path;
import java.util.List;

/** Wires what makes backups. */
final class Preservation {
  private Preservation() {}

  static List<Route> routes(
      Config config, Platform platform, Database database, Spool spool, Calls calls, Ids ids) {
    Path data = config.data().directory();
    Backups.Places places =
        new Backups.Places(
            data.resolve("backup-staging"),
            Path.of(config.artifacts().url().substring("file:".length())),
            data.resolve(Hooks.KEY_FILE),
            config.backup().directory());
    Backups backups =
        new Backups(
            database, places, new Waiting(spool, calls), Main.version(), platform.time(), ids);
    return new BackupsApi(backups).routes();
  }

  private record Waiting(Spool spool, Calls calls) implements Backups.Spooled {
    @Override
    public void catchUp() {
      calls.catchUp();
    }

    @Override
    public String node() {
      return spool.node();
    }

    @Override
    public long position() {
      return spool.end();
    }
  }
}
