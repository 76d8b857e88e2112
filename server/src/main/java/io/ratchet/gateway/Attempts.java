// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Failure;
import io.ratchet.base.Pause;
import io.ratchet.base.Ticker;
import io.ratchet.http.Outbound;
import io.ratchet.http.OutboundFault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Asks a provider until it answers, the policy says enough, or the deadline is near. */
final class Attempts {
  private static final int MAX_ERROR_BYTES = 1 << 20;

  private final Pause pause;
  private final Ticker ticker;
  private final InstantSource time;
  private final RandomGenerator chance;

  Attempts(Pause pause, Ticker ticker, InstantSource time, RandomGenerator chance) {
    this.pause = pause;
    this.ticker = ticker;
    this.time = time;
    this.chance = chance;
  }

  /**
   * Takes what is needed from an answer before its first byte is forwarded. It closes the reply or
   * hands it on; when it throws, the caller cuts the connection.
   */
  interface Taker<T> {
    T take(Outbound.Reply reply) throws OutboundFault, ProviderFailure;
  }

  /**
   * The first answer with a 2xx status that {@code taker} accepts.
   *
   * @param deadline moment of the ticker by which the whole call ends
   */
  <T> T run(Provider provider, ProviderCall call, long deadline, Taker<T> taker)
      throws ProviderFailure {
    RetryPolicy policy = RetryPolicy.of(provider.limits().retries());
    for (int number = 1; ; number++) {
      try {
        return attempt(provider, call.attempt(number), remaining(deadline), taker);
      } catch (ProviderFailure failure) {
        if (!failure.isRepeatable()) {
          throw failure;
        }
        switch (policy.decide(
            number, failure.retryAfter(), remaining(deadline), chance.nextDouble())) {
          case RetryPolicy.Decision.Again again -> sleep(again.after());
          case RetryPolicy.Decision.Enough _ -> throw failure;
        }
      }
    }
  }

  private Duration remaining(long deadline) {
    return Duration.ofNanos(Math.max(1, deadline - ticker.nanos()));
  }

  private <T> T attempt(Provider provider, ProviderCall call, Duration remaining, Taker<T> taker)
      throws ProviderFailure {
    String name = provider.name();
    Outbound.Reply reply;
    try {
      reply = provider.send(call, remaining);
    } catch (OutboundFault fault) {
      throw ProviderFailure.of(name, fault);
    }
    boolean taken = false;
    try {
      if (reply.status() < 200 || reply.status() > 299) {
        byte[] bytes = Outbound.readWhole(reply, MAX_ERROR_BYTES);
        reply.close();
        throw ProviderFailure.answered(name, reply, bytes, time.instant());
      }
      T result = taker.take(reply);
      taken = true;
      return result;
    } catch (OutboundFault fault) {
      throw ProviderFailure.of(name, fault);
    } finally {
      if (!taken) {
        reply.abort();
      }
    }
  }

  private void sleep(Duration duration) {
    try {
      pause.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.unavailable("the server stops", "send the request to another one", e);
    }
  }
}
