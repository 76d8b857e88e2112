// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Plays experiments: one simulation at a time, on as many threads as there are processors, within a
 * time. A run's chance follows from the seed, its scenario and its number alone, so the answer does
 * not depend on the threads.
 */
final class Simulations {
  private static final long FREE = Long.MIN_VALUE;
  private static final int BATCH = 10;
  private static final Duration BETWEEN_REPORTS = Duration.ofMillis(200);

  private final Ticker ticker;
  private final Duration maxTime;

  /**
   * Until when the present simulation has the machine; a time, so that no turn is held for ever.
   */
  private final AtomicLong taken = new AtomicLong(FREE);

  Simulations(Ticker ticker, Duration maxTime) {
    this.ticker = ticker;
    this.maxTime = maxTime;
  }

  Duration maxTime() {
    return maxTime;
  }

  /** Hears how many runs have been made, of how many. */
  @FunctionalInterface
  interface Progress<E extends Exception> {
    void made(int runs, int of) throws E;
  }

  /** The right to simulate, until it is closed or its time is over. */
  final class Turn implements AutoCloseable {
    private final long until;

    private Turn(long until) {
      this.until = until;
    }

    @Override
    public void close() {
      taken.compareAndSet(until, FREE);
    }
  }

  /** Takes the turn, which ends by itself some time after the longest simulation. */
  Turn turn() {
    long now = ticker.nanos();
    long until = now + 2 * maxTime.toNanos() + 1;
    long present = taken.get();
    boolean free = present == FREE || now - present > 0;
    if (!free || !taken.compareAndSet(present, until)) {
      throw new Failure(
          ErrorCode.EXHAUSTED,
          "another simulation is running, and there is one at a time",
          "send the request again in a few seconds");
    }
    return new Turn(until);
  }

  /**
   * Plays every setting so often.
   *
   * @return the endings of each setting, in order; fewer than asked where the time was over
   */
  <E extends Exception> List<List<Ended>> play(
      List<Setting> settings, int runs, long seed, Progress<E> progress) throws E {
    long started = ticker.nanos();
    AtomicBoolean isStopped = new AtomicBoolean();
    BooleanSupplier goesOn = () -> !isStopped.get() && ticker.nanos() - started < maxTime.toNanos();
    AtomicInteger made = new AtomicInteger();
    int of = runs * settings.size();
    List<List<Future<List<Ended>>>> batches = new ArrayList<>();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("simulation").factory());
    try (threads) {
      settings.forEach(_ -> batches.add(new ArrayList<>()));
      for (int first = 0; first < runs; first += BATCH) {
        for (int i = 0; i < settings.size(); i++) {
          Setting setting = settings.get(i);
          long scenario = mixed(seed + i);
          int from = first;
          int to = Math.min(runs, first + BATCH);
          batches
              .get(i)
              .add(threads.submit(() -> batch(setting, scenario, from, to, goesOn, made)));
        }
      }
      threads.shutdown();
      try {
        report(threads, made, of, progress);
      } finally {
        isStopped.set(true);
      }
    }
    return batches.stream().map(Simulations::gathered).toList();
  }

  private static <E extends Exception> void report(
      ExecutorService threads, AtomicInteger made, int of, Progress<E> progress) throws E {
    try {
      while (!threads.awaitTermination(BETWEEN_REPORTS.toMillis(), TimeUnit.MILLISECONDS)) {
        progress.made(made.get(), of);
      }
      progress.made(made.get(), of);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(
          ErrorCode.UNAVAILABLE,
          "the simulation was interrupted",
          "send the request again",
          List.of(),
          e);
    }
  }

  private static List<Ended> batch(
      Setting setting,
      long scenario,
      int from,
      int to,
      BooleanSupplier goesOn,
      AtomicInteger made) {
    List<Ended> endings = new ArrayList<>();
    for (int run = from; run < to; run++) {
      Ended ended =
          goesOn.getAsBoolean() ? new Trial(setting, mixed(scenario + run)).play(goesOn) : null;
      if (ended == null) {
        break;
      }
      endings.add(ended);
      made.incrementAndGet();
    }
    return endings;
  }

  /** A number whose neighbours are mixed into others far away (SplitMix64's finaliser). */
  private static long mixed(long number) {
    long z = number + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static List<Ended> gathered(List<Future<List<Ended>>> batches) {
    List<Ended> endings = new ArrayList<>();
    try {
      for (Future<List<Ended>> batch : batches) {
        endings.addAll(batch.get(0, TimeUnit.SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("a run failed", e);
    }
    return endings;
  }
}
