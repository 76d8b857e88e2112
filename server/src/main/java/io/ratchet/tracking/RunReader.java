// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Puts runs together with what they logged: one statement for each kind of it, not for each run.
 */
final class RunReader {
  private RunReader() {}

  static List<Run> read(Handle handle, List<RunInfo> runs, Projection projection) {
    List<Long> numbers = runs.stream().map(RunInfo::number).toList();
    Map<Long, List<Metric>> metrics =
        projection.metrics().isWanted()
            ? MetricStore.latest(handle, numbers, projection.metrics().wanted())
            : Map.of();
    Map<Long, List<Param>> params =
        projection.params().isWanted()
            ? ParamStore.of(handle, numbers, projection.params().wanted())
            : Map.of();
    Map<Long, List<Tag>> tags =
        projection.tags().isWanted()
            ? TagStore.of(handle, numbers, projection.tags().wanted())
            : Map.of();
    Map<Long, Links> links = projection.links() ? LinkStore.of(handle, numbers) : Map.of();
    return runs.stream()
        .map(run ->
            new Run(
                run,
                metrics.getOrDefault(run.number(), List.of()),
                params.getOrDefault(run.number(), List.of()),
                tags.getOrDefault(run.number(), List.of()),
                links.getOrDefault(run.number(), Links.NONE)))
        .toList();
  }

  static Run read(Handle handle, RunInfo run) {
    return read(handle, List.of(run), Projection.ALL).getFirst();
  }
}
