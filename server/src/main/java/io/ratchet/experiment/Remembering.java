// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.call.ExperimentCalls;
import io.ratchet.routing.RememberedUnits;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the data plane which arms units have where shares follow results: from the record, at the
 * start of a process and whenever other processes have added to it.
 */
final class Remembering {
  /** Records come a little late; so much is read again. */
  private static final Duration OVERLAP = Duration.ofMinutes(2);

  private final Database database;
  private final RememberedUnits remembered;
  private final Map<String, Instant> learned = new ConcurrentHashMap<>();

  Remembering(Database database, RememberedUnits remembered) {
    this.database = database;
    this.remembered = remembered;
  }

  /** Takes over what is new of the running experiments. */
  void refresh(Collection<Experiment> running, Instant now) {
    Set<String> adaptive = new HashSet<>();
    for (Experiment experiment : running) {
      if (experiment.plan().allocation().isAdaptive()) {
        String id = experiment.id();
        adaptive.add(id);
        learn(id, learned.getOrDefault(id, Instant.EPOCH));
        learned.put(id, now.minus(OVERLAP));
      }
    }
    remembered.retain(adaptive);
    learned.keySet().retainAll(adaptive);
  }

  /** Takes over all of one experiment, as is due before its shares move. */
  void all(String id) {
    learn(id, Instant.EPOCH);
  }

  private void learn(String id, Instant since) {
    database.read(handle -> {
      ExperimentCalls.assigned(
          handle, id, since, (unit, variant) -> remembered.learn(id, unit, variant));
      return id;
    });
  }
}
