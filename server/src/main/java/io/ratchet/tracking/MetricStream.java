// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.Ticker;
import io.ratchet.storage.Database;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One live stream. What this process logs comes through the feed, each point once and in any order;
 * what other processes log is looked for from time to time behind the latest point that was seen of
 * each metric, so that of theirs a point which is older than that is in the history only.
 */
final class MetricStream {
  private static final int POINTS_A_LOOK = 1_000;
  private static final int REMEMBERED = 10_000;

  private final RunInfo run;
  private final Set<String> keys;
  private final RunFeed.Follower follower;
  private final Database database;
  private final TrackingConfig config;
  private final Ticker ticker;
  private final Map<String, Metric> last = new HashMap<>();
  private final Set<Metric> looked = new HashSet<>();
  private final Set<Metric> fed = new HashSet<>();
  private long written;

  MetricStream(
      RunInfo run,
      Set<String> keys,
      RunFeed.Follower follower,
      Database database,
      TrackingConfig config,
      Ticker ticker) {
    this.run = run;
    this.keys = keys;
    this.follower = follower;
    this.database = database;
    this.config = config;
    this.ticker = ticker;
  }

  /**
   * Ends when the caller goes, is too slow to be told of everything, or at its time.
   *
   * @param end by the ticker
   */
  void writeTo(OutputStream out, long end) throws IOException, InterruptedException {
    latest().forEach(metric -> last.put(metric.key(), metric));
    send(out, "event: open\ndata: {\"run_id\":\"" + run.id() + "\"}\n\n");
    long nextLook = ticker.nanos() + config.otherProcesses().toNanos();
    while (!follower.isBehind() && ticker.nanos() < end) {
      long next = Math.min(nextLook, end);
      long wait = Math.max(1, Duration.ofNanos(next - ticker.nanos()).toMillis());
      Metric metric = follower.next(wait);
      if (metric != null) {
        take(out, metric);
      }
      if (ticker.nanos() >= nextLook) {
        look(out);
        nextLook = ticker.nanos() + config.otherProcesses().toNanos();
      }
      if (ticker.nanos() - written >= config.heartbeat().toNanos()) {
        send(out, ": still here\n\n");
      }
    }
    String reason = follower.isBehind() ? "points came faster than they were read" : "time is up";
    send(out, "event: end\ndata: {\"reason\":\"" + reason + "\"}\n\n");
  }

  private void take(OutputStream out, Metric metric) throws IOException {
    if ((keys.isEmpty() || keys.contains(metric.key())) && !looked.contains(metric)) {
      remember(fed, metric);
      advance(metric);
      send(out, event(metric));
    }
  }

  /** What was logged since the last look and did not come through the feed. */
  private void look(OutputStream out) throws IOException {
    for (Metric latest : latest()) {
      if (latest.equals(last.get(latest.key()))) {
        continue;
      }
      for (Metric metric : after(latest.key())) {
        if (!fed.contains(metric)) {
          remember(looked, metric);
          send(out, event(metric));
        }
        advance(metric);
      }
    }
  }

  private List<Metric> latest() {
    return database
        .read(handle -> MetricStore.latest(handle, List.of(run.number()), keys))
        .getOrDefault(run.number(), List.of());
  }

  private List<Metric> after(String key) {
    List<Metric> found = new ArrayList<>();
    Points points =
        database.read(handle -> {
          Long series = MetricStore.series(handle, run.number(), key);
          return series == null
              ? new Points()
              : MetricStore.points(handle, series, last.get(key), POINTS_A_LOOK);
        });
    for (int i = 0; i < points.size(); i++) {
      found.add(Metric.of(key, points.value(i), points.time(i), points.step(i)));
    }
    return found;
  }

  private void advance(Metric metric) {
    last.merge(metric.key(), metric, (old, now) -> now.time() >= old.time() ? now : old);
  }

  private static void remember(Set<Metric> some, Metric metric) {
    if (some.size() >= REMEMBERED) {
      some.clear();
    }
    some.add(metric);
  }

  private static String event(Metric metric) {
    byte[] json =
        RunJson.bytes(out -> {
          out.writeStartObject();
          double value = metric.isNan() ? Double.NaN : metric.value();
          RunJson.point(out, metric.key(), value, metric.time(), metric.step());
          out.writeEndObject();
        });
    return "event: metric\ndata: " + new String(json, StandardCharsets.UTF_8) + "\n\n";
  }

  private void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
    written = ticker.nanos();
  }
}
