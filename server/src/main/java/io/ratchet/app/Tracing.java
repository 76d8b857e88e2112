// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Timer;
import io.ratchet.config.TracesConfig;
import io.ratchet.http.Route;
import io.ratchet.mlflow.ServerInfoApi;
import io.ratchet.storage.Database;
import io.ratchet.trace.Assessments;
import io.ratchet.trace.AssessmentsApi;
import io.ratchet.trace.LegacyTracesApi;
import io.ratchet.trace.OtlpApi;
import io.ratchet.trace.Spans;
import io.ratchet.trace.TraceChangesApi;
import io.ratchet.trace.TraceMetrics;
import io.ratchet.trace.TraceMetricsApi;
import io.ratchet.trace.TraceOwners;
import io.ratchet.trace.TraceRemovals;
import io.ratchet.trace.TraceSearch;
import io.ratchet.trace.TraceSweeper;
import io.ratchet.trace.Traces;
import io.ratchet.trace.TracesApi;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Wires what keeps traces. */
final class Tracing {
  private static final Duration SWEEP = Duration.ofMinutes(10);

  private final Database database;
  private final TraceOwners owners;
  private final InstantSource time;
  private final RandomGenerator chance;
  private final Traces traces;
  private final Spans spans;

  /**
   * The room of traces.
   *
   * @param chance for ids, which nobody is to guess
   */
  Tracing(Database database, TraceOwners owners, InstantSource time, RandomGenerator chance) {
    this.database = database;
    this.owners = owners;
    this.time = time;
    this.chance = chance;
    this.traces = new Traces(database, time);
    this.spans = new Spans(database, time);
  }

  /** Deletes what is old, again and again. */
  AutoCloseable loop(TracesConfig config, Timer timer) {
    TraceSweeper sweeper = new TraceSweeper(database, config.retention(), time);
    return timer.every(SWEEP, "traces", sweeper::sweep);
  }

  List<Route> routes() {
    TraceSearch search = new TraceSearch(database);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new ServerInfoApi().routes());
    routes.addAll(new OtlpApi(spans, owners).routes());
    routes.addAll(new TracesApi(traces, search, owners, time).routes());
    routes.addAll(new TraceChangesApi(traces, new TraceRemovals(database), owners).routes());
    routes.addAll(new TraceMetricsApi(new TraceMetrics(database), owners).routes());
    routes.addAll(new LegacyTracesApi(traces, search, owners, chance).routes());
    routes.addAll(
        new AssessmentsApi(new Assessments(database, time, chance), traces, owners).routes());
    return routes;
  }
}
