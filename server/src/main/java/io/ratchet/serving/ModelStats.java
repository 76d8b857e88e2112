// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Json;
import tools.jackson.databind.node.ObjectNode;

/** What a version has done since it was loaded, as the statistics extension writes it. */
final class ModelStats {
  private ModelStats() {}

  static ObjectNode json(Repository.Status status) {
    ObjectNode json =
        Json.object()
            .put("name", status.model())
            .put("version", status.version().toString())
            .put(
                "last_inference",
                status.lastInference().map(java.time.Instant::toEpochMilli).orElse(0L));
    Loaded loaded = status.loaded();
    if (loaded != null) {
      add(json, loaded.effort());
    }
    json.putArray("batch_stats");
    return json;
  }

  private static void add(ObjectNode json, Effort effort) {
    json.put("inference_count", effort.rows.sum()).put("execution_count", effort.runs.sum());
    ObjectNode stats = json.putObject("inference_stats");
    duration(stats, "success", effort.successes.sum(), effort.successNanos.sum());
    duration(stats, "fail", effort.failures.sum(), effort.failureNanos.sum());
    duration(stats, "queue", effort.waits.sum(), effort.waitNanos.sum());
    duration(stats, "compute_infer", effort.runs.sum(), effort.runNanos.sum());
    duration(stats, "cache_hit", effort.hits.sum(), 0);
    duration(stats, "cache_miss", effort.misses.sum(), 0);
  }

  private static void duration(ObjectNode stats, String name, long count, long nanos) {
    stats.putObject(name).put("count", count).put("ns", nanos);
  }
}
