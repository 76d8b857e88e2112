// SPDX-License-Identifier: Apache-2.0
package io.ratchet.purge;

import io.ratchet.storage.Database;
import java.time.Duration;
import java.time.InstantSource;

/** One pass every night, by one of the processes that share a database. */
public final class Nightly {
  private final Database database;
  private final Purges purges;
  private final InstantSource time;
  private final Duration retention;

  public Nightly(Database database, Purges purges, InstantSource time, Duration retention) {
    this.database = database;
    this.purges = purges;
    this.time = time;
    this.retention = retention;
  }

  /** Makes the pass that is due, where nobody has begun it; to be called again and again. */
  public void turn() {
    long due = NightPolicy.due(time.instant()).toEpochMilli();
    if (database.write(handle -> PassStore.begin(handle, due))) {
      var _ = purges.pass(Purge.everything(retention), "nightly");
    }
  }
}
