// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import com.github.benmanes.caffeine.cache.Cache;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Ticker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A version that can answer, with what guards it. It is closed by the last who leaves it. */
final class Loaded {
  private final LiveModels.Resolved version;
  private final Columns columns;
  private final Predictor predictor;
  private final Effort effort;
  private final Breaker breaker;
  private final Slots slots;
  private final @Nullable Cache<Rows.Key, Prediction> cache;
  private final Ticker ticker;
  private int users;
  private boolean retired;
  private volatile long lastUsed;

  Loaded(
      LiveModels.Resolved version,
      Columns columns,
      Predictor predictor,
      Effort effort,
      ServingLimits limits,
      @Nullable Cache<Rows.Key, Prediction> cache,
      Ticker ticker) {
    this.version = version;
    this.columns = columns;
    this.predictor = predictor;
    this.effort = effort;
    this.breaker = new Breaker(limits.breaking(), ticker);
    this.slots = new Slots(version.model() + " " + version.version(), limits);
    this.cache = predictor.isConstant() ? cache : null;
    this.ticker = ticker;
    this.lastUsed = ticker.nanos();
  }

  LiveModels.Resolved version() {
    return version;
  }

  Columns columns() {
    return columns;
  }

  Wire wire() {
    return predictor.wire();
  }

  String platform() {
    return predictor.platform();
  }

  Effort effort() {
    return effort;
  }

  Breaker breaker() {
    return breaker;
  }

  int inUse() {
    return slots.inUse();
  }

  long lastUsed() {
    return lastUsed;
  }

  /** Comes in; false where it takes nobody any more. Who came in leaves. */
  synchronized boolean enter() {
    users += retired ? 0 : 1;
    lastUsed = ticker.nanos();
    return !retired;
  }

  void leave() {
    boolean last;
    synchronized (this) {
      users--;
      last = retired && users == 0;
      notifyAll();
    }
    if (last) {
      predictor.close();
    }
  }

  /** Takes nobody any more, and closes once everybody has left. */
  void retire() {
    boolean idle;
    synchronized (this) {
      if (retired) {
        return;
      }
      retired = true;
      idle = users == 0;
    }
    if (idle) {
      predictor.close();
    }
  }

  synchronized boolean isIdle() {
    return users == 0;
  }

  /** Waits until everybody has left; false where somebody has not in time. */
  synchronized boolean awaitIdle(Deadline deadline) throws InterruptedException {
    while (users > 0 && !deadline.hasPassed()) {
      wait(Math.max(1, deadline.left().toMillis()));
    }
    return users == 0;
  }

  /**
   * Predicts all rows, or fails as a whole. Who asks has been let through by the {@link #breaker}.
   *
   * @throws Failure INVALID where the rows do not fit the model, EXHAUSTED where it has too much to
   *     do, and others where it fails
   */
  List<Prediction> predict(Rows rows, Deadline deadline) {
    long begun = ticker.nanos();
    boolean success = false;
    boolean told = false;
    boolean placed = false;
    try {
      predictor.check(rows);
      slots.take(deadline);
      placed = true;
      List<Prediction> predictions =
          cache == null ? predictor.predict(rows, deadline) : remembered(cache, rows, deadline);
      requireNumbers(predictions);
      success = true;
      told = true;
      return predictions;
    } catch (Failure failure) {
      told = isOwnFault(failure.code());
      throw failure;
    } finally {
      if (placed) {
        slots.giveBack();
      }
      if (told) {
        breaker.ended(success);
      } else {
        breaker.withdrawn();
      }
      effort.served(success, ticker.nanos() - begun);
    }
  }

  private static void requireNumbers(List<Prediction> predictions) {
    for (Prediction one : predictions) {
      boolean sound = !one.answer().isNull();
      for (double chance : one.probabilities()) {
        sound &= Double.isFinite(chance);
      }
      if (!sound) {
        throw new Failure(
            ErrorCode.INTERNAL,
            "the model answered something that is no number",
            "look at the features that were sent, and at the model");
      }
    }
  }

  /** What others did wrong does not count against a version. */
  private static boolean isOwnFault(ErrorCode code) {
    return switch (code) {
      case INTERNAL, UPSTREAM, UPSTREAM_TIMEOUT, UNAVAILABLE, UNKNOWN_OUTCOME -> true;
      case INVALID,
          UNAUTHENTICATED,
          DENIED,
          MISSING,
          METHOD_NOT_ALLOWED,
          CONFLICT,
          EXISTS,
          NOT_SERVED,
          TOO_LARGE,
          EXHAUSTED ->
          false;
    };
  }

  private List<Prediction> remembered(
      Cache<Rows.Key, Prediction> known, Rows rows, Deadline deadline) {
    @Nullable Prediction[] found = new @Nullable Prediction[rows.count()];
    Rows.Key[] keys = new Rows.Key[rows.count()];
    int[] missing = new int[rows.count()];
    int misses = 0;
    for (int row = 0; row < found.length; row++) {
      keys[row] = rows.key(version.sha256(), row);
      found[row] = known.getIfPresent(keys[row]);
      if (found[row] == null) {
        missing[misses++] = row;
      }
    }
    effort.hits.add(found.length - misses);
    effort.misses.add(misses);
    if (misses > 0) {
      Rows rest = misses == found.length ? rows : rows.pick(Arrays.copyOf(missing, misses));
      List<Prediction> computed = predictor.predict(rest, deadline);
      for (int i = 0; i < misses; i++) {
        found[missing[i]] = computed.get(i);
        known.put(keys[missing[i]], computed.get(i));
      }
    }
    List<Prediction> predictions = new ArrayList<>(found.length);
    for (Prediction one : found) {
      if (one == null) {
        throw new IllegalStateException("a row without a prediction");
      }
      predictions.add(one);
    }
    return predictions;
  }
}
