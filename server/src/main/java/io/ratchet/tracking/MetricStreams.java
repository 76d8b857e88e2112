// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Ticker;
import io.ratchet.http.Access;
import io.ratchet.http.Answer;
import io.ratchet.http.Request;
import io.ratchet.http.Route;
import io.ratchet.mlflow.Refusals;
import io.ratchet.storage.Database;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** Metrics of a run as they are logged, as server-sent events. */
public final class MetricStreams {
  private static final int KEYS = 100;

  /** A day. */
  private static final int LONGEST = 86_400_000;

  private final Runs runs;
  private final Database database;
  private final TrackingConfig config;
  private final Ticker ticker;
  private final Semaphore free;

  public MetricStreams(Runs runs, Database database, TrackingConfig config, Ticker ticker) {
    this.runs = runs;
    this.database = database;
    this.config = config;
    this.ticker = ticker;
    this.free = new Semaphore(config.maxStreams());
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/runs/{run_id}/metrics/stream", Access.VIEWER, Advice.to(this::stream))
            .withinProjects());
  }

  private Answer stream(Request request) {
    Set<String> keys = keys(request);
    long end = ticker.nanos() + 1_000_000L * request.query("max_ms", LONGEST, 1, LONGEST);
    RunInfo run = runs.get(request.project(), request.parameter("run_id")).info();
    if (!free.tryAcquire()) {
      throw new Failure(
          ErrorCode.EXHAUSTED,
          config.maxStreams() + " live streams are open",
          "close one, or read the history again from time to time");
    }
    return new Answer.Streamed(
        200,
        Map.of("content-type", "text/event-stream; charset=utf-8", "cache-control", "no-store"),
        out -> follow(run, keys, end, out));
  }

  private static Set<String> keys(Request request) {
    Set<String> keys =
        request.queryAll("keys").stream()
            .flatMap(text -> Arrays.stream(text.split(",")))
            .filter(key -> !key.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    if (keys.size() > KEYS) {
      throw Refusals.invalid(
          "keys names " + keys.size() + " metrics, and " + KEYS + " are possible");
    }
    return keys;
  }

  private void follow(RunInfo run, Set<String> keys, long end, OutputStream out)
      throws IOException {
    try (RunFeed.Follower follower = runs.feed().follow(run.id())) {
      new MetricStream(run, keys, follower, database, config, ticker).writeTo(out, end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server closes, and so does the stream
    } finally {
      free.release();
    }
  }
}
