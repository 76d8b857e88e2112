// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Ticker;
import java.util.Arrays;

/**
 * Leaves a version alone that fails too often: closed while it is well; open for a while when too
 * many of its latest requests failed; then half open, when a few probes decide. Thread-safe.
 */
final class Breaker {
  /** What it lets through. */
  enum State {
    /** Everything. */
    CLOSED,
    /** Nothing. */
    OPEN,
    /** A few probes. */
    HALF_OPEN
  }

  private final ServingLimits.Breaking rule;
  private final Ticker ticker;
  private final boolean[] failed;
  private State state = State.CLOSED;
  private int next;
  private int seen;
  private int failures;
  private long openUntil;
  private int probes;
  private int good;

  Breaker(ServingLimits.Breaking rule, Ticker ticker) {
    this.rule = rule;
    this.ticker = ticker;
    this.failed = new boolean[rule.window()];
  }

  /** Whether a request may pass; who may must say how it ended. */
  synchronized boolean lets() {
    if (state == State.OPEN && ticker.nanos() - openUntil >= 0) {
      state = State.HALF_OPEN;
      probes = 0;
      good = 0;
    }
    return switch (state) {
      case CLOSED -> true;
      case OPEN -> false;
      case HALF_OPEN -> {
        probes++;
        yield probes <= rule.probes();
      }
    };
  }

  /** Says how a request ended that was let through. */
  synchronized void ended(boolean success) {
    switch (state) {
      case CLOSED -> count(success);
      case OPEN -> {} // it was let through before
      case HALF_OPEN -> probe(success);
    }
  }

  /** Says that a request that was let through never came to the version. */
  synchronized void withdrawn() {
    if (state == State.HALF_OPEN && probes > 0) {
      probes--;
    }
  }

  private void probe(boolean success) {
    if (!success) {
      open();
    } else if (++good >= rule.probes()) {
      state = State.CLOSED;
      forget();
    }
  }

  private void count(boolean success) {
    if (seen == failed.length) {
      failures -= failed[next] ? 1 : 0;
    } else {
      seen++;
    }
    failed[next] = !success;
    failures += success ? 0 : 1;
    next = (next + 1) % failed.length;
    if (seen >= rule.minimum() && failures >= rule.failures() * seen) {
      open();
    }
  }

  private void open() {
    state = State.OPEN;
    openUntil = ticker.nanos() + rule.pause().toNanos();
    forget();
  }

  private void forget() {
    Arrays.fill(failed, false);
    next = 0;
    seen = 0;
    failures = 0;
  }

  synchronized State state() {
    return state;
  }
}
