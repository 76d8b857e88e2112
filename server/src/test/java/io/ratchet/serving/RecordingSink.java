// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.Failure;
import io.ratchet.call.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Keeps calls in memory, or refuses them, and counts the room that is kept. */
final class RecordingSink implements CallSink {
  private final List<Call> calls = new ArrayList<>();
  final AtomicInteger places = new AtomicInteger();
  volatile @Nullable Failure full;

  @Override
  public Place reserve(long bytes) {
    Failure failure = full;
    if (failure != null) {
      throw failure;
    }
    places.incrementAndGet();
    return this::record;
  }

  private synchronized void record(List<Call> ended) {
    places.decrementAndGet();
    calls.addAll(ended);
  }

  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** The calls since the last time this was asked. */
  synchronized List<Call> drain() {
    List<Call> drained = List.copyOf(calls);
    calls.clear();
    return drained;
  }
}
