// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.call.Call;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps calls in memory, or refuses them. */
final class RecordingSink implements CallSink {
  private final LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  volatile @Nullable Failure full;
  volatile @Nullable Failure broken;

  @Override
  public Place reserve(long bytes) {
    Failure failure = full;
    if (failure != null) {
      throw failure;
    }
    return this::record;
  }

  private void record(Call call) {
    Failure failure = broken;
    if (failure != null) {
      throw failure;
    }
    calls.add(call);
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** The only call; waits for it where the caller cannot know when it is written. */
  Call only() throws InterruptedException {
    Call call = calls.poll(10, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("no call was recorded");
    }
    if (!calls.isEmpty()) {
      throw new AssertionError("more than one call was recorded: " + calls);
    }
    return call;
  }
}
