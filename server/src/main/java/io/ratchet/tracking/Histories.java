// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Project;
import io.ratchet.storage.Database;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What was logged of metrics over time. */
final class Histories {
  /** As many points as any answer holds. */
  static final int MOST_POINTS = 25_000;

  private final Database database;

  Histories(Database database) {
    this.database = database;
  }

  /** The points of one run, which may be a part of them. */
  record OfRun(String run, Points points) {}

  /**
   * Points of a metric of a run by time, step and value; one more than asked where there are more.
   *
   * @param after the last point of the page before; null for the first page
   */
  Points page(Project project, String run, String key, @Nullable Metric after, int limit) {
    return database.read(handle -> {
      RunInfo info = RunStore.find(handle, project, run).orElseThrow(() -> RunPolicy.missing(run));
      Long series = MetricStore.series(handle, info.number(), key);
      return series == null ? new Points() : MetricStore.points(handle, series, after, limit + 1);
    });
  }

  /** Points of a metric of several runs, run by run; runs that are not there have none. */
  List<OfRun> pages(Project project, Collection<String> runs, String key, int limit) {
    return database.read(handle -> {
      List<OfRun> all = new ArrayList<>();
      int left = limit;
      for (Map.Entry<String, Long> one : series(handle, project, runs, key).entrySet()) {
        if (left > 0) {
          Points points = MetricStore.points(handle, one.getValue(), null, left);
          all.add(new OfRun(one.getKey(), points));
          left -= points.size();
        }
      }
      return all;
    });
  }

  /** The metric's number for each run that has it, by the runs' ids. */
  private static Map<String, Long> series(
      Handle handle, Project project, Collection<String> runs, String key) {
    Map<String, Long> found = new TreeMap<>();
    for (RunStore.Place place : RunStore.places(handle, runs).values()) {
      Long series =
          place.project().equals(project.name())
              ? MetricStore.series(handle, place.number(), key)
              : null;
      if (series != null) {
        found.put(place.id(), series);
      }
    }
    return found;
  }

  /**
   * Points at steps that are spread evenly over those of all runs together, so that curves of many
   * points are drawn from few and the curves have points at the same steps.
   *
   * @param first step of the range; null for all steps from 0 on
   * @param last step of the range; null with {@code first}
   */
  List<OfRun> sample(
      Project project,
      Collection<String> runs,
      String key,
      @Nullable Long first,
      @Nullable Long last,
      int most) {
    return database.read(handle -> {
      Map<String, Long> series = series(handle, project, runs, key);
      List<List<Long>> steps = new ArrayList<>();
      series.values().forEach(number -> steps.add(MetricStore.steps(handle, number)));
      Set<Long> chosen = SamplePolicy.choose(steps, first, last, most);
      List<OfRun> all = new ArrayList<>();
      series.forEach(
          (run, number) -> all.add(new OfRun(run, MetricStore.pointsAt(handle, number, chosen))));
      return all;
    });
  }
}
