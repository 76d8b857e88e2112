// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.journal.Journal;
import io.ratchet.storage.Database;
import java.time.InstantSource;

/** The models. */
public final class Models extends Assets<ModelVersion> {
  /** What the journal and the database call this kind of asset. */
  public static final String KIND = "model";

  public Models(
      Database database, Journal journal, InstantSource time, FirstLoad firstLoad, Limits limits) {
    super(new ModelKind(), database, journal, time, firstLoad, limits);
  }
}
