// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import io.ratchet.base.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives the rows of waiting requests to a model, several requests at once where several wait, and
 * long ones in parts, taking turns. A request that finds a free runner is not delayed.
 *
 * <p>The model runs on the threads of a pool, since a native call holds on to the thread it is on.
 */
final class Batcher {
  private final OnnxModel model;
  private final Executor pool;
  private final int runners;
  private final int maxRows;
  private final Duration delay;
  private final Effort effort;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<Ticket> waiting = new ArrayDeque<>();
  private int running;
  private boolean closed;

  /**
   * Batches for a model.
   *
   * @param runners how many threads of the pool it may have at once
   */
  Batcher(OnnxModel model, Executor pool, int runners, ServingLimits limits, Effort effort) {
    this.model = model;
    this.pool = pool;
    this.runners = runners;
    this.maxRows = limits.maxBatch();
    this.delay = limits.batchDelay();
    this.effort = effort;
  }

  List<Prediction> predict(Rows rows, Deadline deadline) {
    Ticket ticket = new Ticket(rows, effort.now());
    submit(ticket);
    return ticket.await(deadline);
  }

  private void submit(Ticket ticket) {
    boolean start;
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the model is closed");
      }
      waiting.addLast(ticket);
      start = running < runners;
      running += start ? 1 : 0;
      arrived.signal();
    } finally {
      lock.unlock();
    }
    if (start) {
      pool.execute(this::work);
    }
  }

  private void work() {
    List<Ticket> batch = new ArrayList<>();
    while (take(batch)) {
      run(batch);
      batch.clear();
    }
  }

  /** Takes what is run next; false where nothing waits and this runner has ended. */
  private boolean take(List<Ticket> batch) {
    lock.lock();
    try {
      int rows = take(batch, 0);
      if (batch.size() > 1 && rows < maxRows && !delay.isZero()) {
        long left = delay.toNanos();
        while (left > 0 && rows < maxRows) {
          left = arrived.awaitNanos(left);
          rows = take(batch, rows);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // and runs what it has
    } finally {
      lock.unlock();
    }
    return !batch.isEmpty() || !leave();
  }

  /** Ends this runner unless something came meanwhile; the last one of a closed model closes it. */
  private boolean leave() {
    boolean last;
    lock.lock();
    try {
      if (!waiting.isEmpty()) {
        return false;
      }
      running--;
      last = closed && running == 0;
    } finally {
      lock.unlock();
    }
    if (last) {
      model.close();
    }
    return true;
  }

  private int take(List<Ticket> batch, int taken) {
    int rows = taken;
    for (Ticket next = waiting.peekFirst(); next != null; next = waiting.peekFirst()) {
      if (next.isOver()) {
        waiting.removeFirst();
        continue;
      }
      int part = Math.min(next.left(), maxRows);
      if (rows + part > maxRows) {
        break;
      }
      batch.add(waiting.removeFirst());
      rows += part;
    }
    return rows;
  }

  private void run(List<Ticket> batch) {
    List<Slice> slices = new ArrayList<>(batch.size());
    long begun = effort.now();
    for (Ticket ticket : batch) {
      slices.add(ticket.next(maxRows));
    }
    try {
      List<Prediction> predictions = guarded(batch, slices);
      long ended = effort.now();
      effort.ran(Slice.rows(slices), ended - begun);
      int at = 0;
      for (int i = 0; i < batch.size(); i++) {
        int count = slices.get(i).count();
        batch.get(i).take(predictions.subList(at, at + count));
        at += count;
        goOn(batch.get(i), begun);
      }
    } catch (OrtException | RuntimeException e) {
      fail(batch, e);
    }
  }

  private List<Prediction> guarded(List<Ticket> batch, List<Slice> slices) throws OrtException {
    try (OrtSession.RunOptions options = new OrtSession.RunOptions()) {
      Run run = new Run(options, batch.size());
      batch.forEach(ticket -> ticket.runs(run));
      try {
        return model.run(slices, options);
      } finally {
        run.end();
      }
    }
  }

  /** One row that a model cannot digest must not spoil the answers of its neighbours. */
  private void fail(List<Ticket> batch, Exception e) {
    if (batch.size() == 1) {
      Ticket ticket = batch.getFirst();
      ticket.fail(ticket.isOver() ? Ticket.late() : broken(e));
      return;
    }
    for (Ticket ticket : batch) {
      if (!ticket.isOver()) {
        ticket.restart();
        run(List.of(ticket));
      }
    }
  }

  private static Failure broken(Exception e) {
    return new Failure(
        ErrorCode.INTERNAL,
        "the model failed: " + Problem.shorten(String.valueOf(e.getMessage())),
        "look at the features that were sent, and at the model",
        List.of(),
        e);
  }

  private void goOn(Ticket ticket, long begun) {
    effort.waited(ticket, begun);
    if (ticket.left() == 0) {
      ticket.end();
      return;
    }
    lock.lock();
    try {
      waiting.addLast(ticket);
    } finally {
      lock.unlock();
    }
  }

  /** A run of the model, which is stopped once nobody waits for it any more. */
  static final class Run {
    private final OrtSession.RunOptions options;
    private int wanted;

    Run(OrtSession.RunOptions options, int wanted) {
      this.options = options;
      this.wanted = wanted;
    }

    synchronized void giveUp() {
      wanted--;
      if (wanted == 0) {
        try {
          options.setTerminate(true);
        } catch (OrtException e) {
          throw new IllegalStateException(e);
        }
      }
    }

    /** From here on its options are gone. */
    synchronized void end() {
      wanted = -1;
    }
  }

  /** Lets nothing in; the model is closed by the last runner that is at work in it. */
  void close() {
    boolean idle;
    lock.lock();
    try {
      closed = true;
      idle = running == 0;
    } finally {
      lock.unlock();
    }
    if (idle) {
      model.close();
    }
  }
}
