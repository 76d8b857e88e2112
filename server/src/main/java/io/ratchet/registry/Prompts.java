// SPDX-License-Identifier: Apache-2.0
package io.ratchet.registry;

import io.ratchet.journal.Journal;
import io.ratchet.storage.Database;
import java.time.InstantSource;

/** The prompts. */
public final class Prompts extends Assets<PromptVersion> {
  /** What the journal and the database call this kind of asset. */
  public static final String KIND = "prompt";

  public Prompts(
      Database database, Journal journal, InstantSource time, FirstLoad firstLoad, Limits limits) {
    super(new PromptKind(), database, journal, time, firstLoad, limits);
  }
}
