// SPDX-License-Identifier: Apache-2.0
package io.ratchet.experiment;

import io.ratchet.base.Page;
import io.ratchet.call.ExperimentCalls;
import io.ratchet.call.Exposure;
import io.ratchet.call.Units;
import io.ratchet.storage.Database;
import io.ratchet.verdict.AnalysisPolicy;
import io.ratchet.verdict.Arms;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the sums of experiments come to, and what is kept of it for the timeline. */
final class Results {
  private final Database database;
  private final Map<String, Long> kept = new ConcurrentHashMap<>();

  Results(Database database) {
    this.database = database;
  }

  /** What the sums so far say. */
  Findings of(Experiment experiment, Instant now) {
    Arms arms = database.read(handle -> ArmStore.arms(handle, experiment, now));
    boolean isOver = experiment.isExpired(now) || experiment.status().isOver();
    return new Findings(experiment, now, AnalysisPolicy.analyse(experiment.plan(), arms, isOver));
  }

  /** The same with everything that is shown beside it. */
  Report report(Findings findings) {
    return database.read(handle -> ReportReader.read(handle, findings));
  }

  /** Keeps what the bounds say now, if enough units came since the last time. */
  void keep(Findings findings) {
    String id = findings.experiment().id();
    long units = findings.analysis().arms().units();
    long last =
        kept.computeIfAbsent(id, _ -> database.read(handle -> TimelineStore.lastUnits(handle, id)));
    if (TimelineStore.isDue(last, units)) {
      database.change(handle -> TimelineStore.add(handle, findings));
      kept.put(id, units);
    }
  }

  /** The assignment record; see {@link Experiments#assignments}. */
  Page<Exposure> assignments(
      String id, @Nullable String unit, int limit, @Nullable String pageToken) {
    String key = pageToken == null ? "" : Page.key(pageToken);
    int space = key.indexOf(' ');
    Exposure.Key after =
        space < 0
            ? new Exposure.Key(id, key, "")
            : new Exposure.Key(id, key.substring(0, space), key.substring(space + 1));
    String hash = unit == null ? null : Units.hash(unit);
    return Page.cut(
        database.read(handle -> ExperimentCalls.assignments(handle, id, hash, after, limit + 1)),
        limit,
        exposure -> exposure.unit() + " " + exposure.variant());
  }
}
