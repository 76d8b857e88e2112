// SPDX-License-Identifier: Apache-2.0
package io.ratchet.app;

import io.ratchet.base.Ticker;
import io.ratchet.base.Timer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A clock that stands still until it is moved, and the loops that wait for it: a year passes as
 * fast as there is work to do. Chance comes from a seed. What is timed, such as latencies, is still
 * measured by the machine.
 */
final class VirtualTime implements InstantSource, Timer {
  private final List<Runnable> turns = new ArrayList<>();
  private volatile Instant now;

  VirtualTime(Instant start) {
    this.now = start;
  }

  /** The machine as a product under this clock sees it. */
  Platform platform(long seed) {
    RandomGenerator chance = new SharedRandom(new SplittableRandom(seed).nextLong());
    return new Platform(this, Ticker.system(), chance, new SecureRandom(), this);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public synchronized AutoCloseable every(Duration pace, String name, Runnable turn) {
    turns.add(turn);
    return () -> remove(turn);
  }

  private synchronized void remove(Runnable turn) {
    turns.remove(turn);
  }

  /** Moves the clock on, then gives every loop one turn, in the order in which they began. */
  synchronized void pass(Duration time) {
    now = now.plus(time);
    List.copyOf(turns).forEach(Runnable::run);
  }

  @Override
  public synchronized void close() {
    turns.clear();
  }
}
