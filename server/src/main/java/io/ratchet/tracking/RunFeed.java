// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is logged to a run in this process, for whoever follows the run right now. */
final class RunFeed {
  private static final int BUFFERED = 10_000;

  private final ConcurrentHashMap<String, CopyOnWriteArrayList<Follower>> followers =
      new ConcurrentHashMap<>();

  /** One who follows a run. One who is too slow loses the rest and learns of it. */
  final class Follower implements AutoCloseable {
    private final String run;
    private final BlockingQueue<Metric> waiting = new LinkedBlockingQueue<>(BUFFERED);
    private volatile boolean isBehind;

    private Follower(String run) {
      this.run = run;
    }

    /** The next metric; null where none came in time. */
    @Nullable Metric next(long millis) throws InterruptedException {
      return waiting.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** Whether it missed something. */
    boolean isBehind() {
      return isBehind;
    }

    private void take(List<Metric> metrics) {
      for (Metric metric : metrics) {
        if (!waiting.offer(metric)) {
          isBehind = true;
        }
      }
    }

    @Override
    public void close() {
      followers.computeIfPresent(
          run,
          (_, all) -> {
            all.remove(this);
            return all.isEmpty() ? null : all;
          });
    }
  }

  Follower follow(String run) {
    Follower follower = new Follower(run);
    followers.compute(
        run,
        (_, all) -> {
          CopyOnWriteArrayList<Follower> list = all == null ? new CopyOnWriteArrayList<>() : all;
          list.add(follower);
          return list;
        });
    return follower;
  }

  void publish(String run, List<Metric> metrics) {
    CopyOnWriteArrayList<Follower> all = metrics.isEmpty() ? null : followers.get(run);
    if (all != null) {
      all.forEach(follower -> follower.take(metrics));
    }
  }
}
