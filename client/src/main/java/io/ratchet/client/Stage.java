// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A part of a call that is under way; it times itself until it is closed. */
public final class Stage implements AutoCloseable {
  private final Call call;
  private final String name;
  private final Ticker ticker;
  private final long start;
  private boolean closed;

  Stage(Call call, String name, Ticker ticker) {
    this.call = call;
    this.name = name;
    this.ticker = ticker;
    this.start = ticker.nanos();
  }

  /** A part of this part; it is recorded as {@code outer/inner}. */
  public Stage stage(String inner) {
    return new Stage(call, name + "/" + inner, ticker);
  }

  /** Performs and times a part of this part. */
  public <T extends @Nullable Object, X extends Exception> T stage(
      String inner, Work<? super Stage, T, X> work) throws X {
    try (Stage stage = stage(inner)) {
      return work.perform(stage);
    }
  }

  /** Stops the clock. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      call.add(name, Duration.ofNanos(ticker.nanos() - start));
    }
  }
}
