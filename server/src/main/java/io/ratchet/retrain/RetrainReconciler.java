// SPDX-License-Identifier: Apache-2.0
package io.ratchet.retrain;

import io.ratchet.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The loop by which models are trained anew. Each turn reads the state afresh, so it may be killed
 * anywhere and run in many processes at once: a step is made under the lock of its run, by whoever
 * comes first.
 */
public final class RetrainReconciler {
  private final Database database;
  private final PipelineReader reader;
  private final Looks looks;
  private final Workers workers;
  private final Deliveries deliveries;
  private final InstantSource time;
  private final Duration interval;
  private final Map<String, Instant> looked = new HashMap<>();

  RetrainReconciler(
      Database database,
      PipelineReader reader,
      Looks looks,
      Workers workers,
      Deliveries deliveries,
      InstantSource time,
      Duration interval) {
    this.database = database;
    this.reader = reader;
    this.looks = looks;
    this.workers = workers;
    this.deliveries = deliveries;
    this.time = time;
    this.interval = interval;
  }

  /** Looks at the triggers when it is time, carries runs on, follows what they delivered. */
  public synchronized void turn() {
    Instant now = time.instant();
    List<PipelineStore.Stored> pipelines = database.read(PipelineStore::all);
    looked.keySet().retainAll(pipelines.stream().map(PipelineStore.Stored::model).toList());
    for (PipelineStore.Stored pipeline : pipelines) {
      Instant last = looked.get(pipeline.model());
      if (last == null || !now.isBefore(last.plus(interval))) {
        looked.put(pipeline.model(), now);
        looks.look(reader, pipeline);
      }
    }
    workers.dispatch();
    database.read(RunStore::open).forEach(deliveries::follow);
  }
}
