// SPDX-License-Identifier: Apache-2.0
package io.ratchet.client;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Counts what becomes of records, and tells the listener without trusting it. */
final class Reports {
  private final ClientListener listener;
  private final Logger logger;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong givenUp = new AtomicLong();
  private final AtomicLong unreported = new AtomicLong();

  Reports(ClientListener listener, Logger logger) {
    this.listener = listener;
    this.logger = logger;
  }

  void sent(long records) {
    sent.addAndGet(records);
  }

  /** Only counts, since the caller must not wait; {@link #reportFull} tells. */
  void full() {
    dropped.incrementAndGet();
    unreported.incrementAndGet();
  }

  void reportFull() {
    long records = unreported.getAndSet(0);
    if (records > 0) {
      tell(told -> told.lost(records, ClientListener.Loss.FULL));
    }
  }

  void closed(long records) {
    dropped.addAndGet(records);
    tell(told -> told.lost(records, ClientListener.Loss.CLOSED));
  }

  void givenUp(long records) {
    givenUp.addAndGet(records);
    tell(told -> told.lost(records, ClientListener.Loss.GIVEN_UP));
  }

  void refused(Refusal refusal) {
    refused.addAndGet(refusal.ids().size());
    tell(told -> told.refused(refusal));
  }

  /** A refusal of something that is no record. */
  void refusedToAnswer(Refusal refusal) {
    tell(told -> told.refused(refusal));
  }

  void delayed(String reason, int failures, Duration wait) {
    tell(told -> told.delayed(reason, failures, wait));
  }

  private void tell(Consumer<ClientListener> news) {
    try {
      news.accept(listener);
    } catch (RuntimeException e) {
      logger.log(Level.WARNING, "the listener failed", e);
    }
  }

  Counts counts(long waiting) {
    return new Counts(waiting, sent.get(), refused.get(), dropped.get(), givenUp.get());
  }
}
