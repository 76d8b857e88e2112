// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Small writes of many callers in common transactions: while one is committed the next gathers, so
 * that the disk is waited for once for all of them. Each caller waits for the commit and gets its
 * own refusal; a transaction that fails is tried again with each write alone, so that no write
 * fails for another's sake.
 */
final class WriteCombiner<W> {
  private final Function<List<W>, List<Optional<Failure>>> commit;
  private final ToIntFunction<W> weight;
  private final int heaviest;
  private final int mostWaiting;
  private final ConcurrentLinkedQueue<Waiting<W>> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean isBusy = new AtomicBoolean();

  private record Waiting<W>(W write, CompletableFuture<Optional<Failure>> outcome) {}

  /**
   * A combiner.
   *
   * @param commit stores writes in one transaction and answers the refusal of each
   * @param weight of a write
   * @param heaviest most weight of one transaction, unless a single write has more
   * @param mostWaiting refused above
   */
  WriteCombiner(
      Function<List<W>, List<Optional<Failure>>> commit,
      ToIntFunction<W> weight,
      int heaviest,
      int mostWaiting) {
    this.commit = commit;
    this.weight = weight;
    this.heaviest = heaviest;
    this.mostWaiting = mostWaiting;
  }

  /** Returns once the write is durable; throws its refusal. */
  void write(W write) {
    if (waiting.incrementAndGet() > mostWaiting) {
      waiting.decrementAndGet();
      throw new Failure(
          ErrorCode.EXHAUSTED,
          "there are " + mostWaiting + " writes waiting for the database",
          "try again, or log in batches");
    }
    try {
      Waiting<W> mine = new Waiting<>(write, new CompletableFuture<>());
      queue.add(mine);
      begin();
      Optional<Failure> refusal = mine.outcome().join();
      if (refusal.isPresent()) {
        throw refusal.get();
      }
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** How many wait or are being written. */
  int waiting() {
    return waiting.get();
  }

  private void begin() {
    if (isBusy.compareAndSet(false, true)) {
      Thread.ofVirtual().name("run-writer").start(this::drain);
    }
  }

  private void drain() {
    try {
      for (List<Waiting<W>> batch = take(); !batch.isEmpty(); batch = take()) {
        finish(batch);
      }
    } finally {
      isBusy.set(false);
    }
    if (!queue.isEmpty()) {
      begin(); // one came between the last look and the flag
    }
  }

  private List<Waiting<W>> take() {
    List<Waiting<W>> batch = new ArrayList<>();
    int weighed = 0;
    for (Waiting<W> next = queue.peek(); next != null; next = queue.peek()) {
      weighed += weight.applyAsInt(next.write());
      if (!batch.isEmpty() && weighed > heaviest) {
        break;
      }
      queue.remove();
      batch.add(next);
    }
    return batch;
  }

  private void finish(List<Waiting<W>> batch) {
    try {
      List<Optional<Failure>> outcomes = commit.apply(batch.stream().map(Waiting::write).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).outcome().complete(outcomes.get(i));
      }
    } catch (Failure e) {
      batch.forEach(one -> one.outcome().completeExceptionally(e)); // the database is away
    } catch (RuntimeException e) {
      if (batch.size() == 1) {
        batch.getFirst().outcome().completeExceptionally(e);
      } else {
        batch.forEach(one -> finish(List.of(one)));
      }
    } finally {
      IllegalStateException lost = new IllegalStateException("the writer ended early");
      batch.forEach(one -> one.outcome().completeExceptionally(lost)); // no effect where done
    }
  }
}
