// SPDX-License-Identifier: Apache-2.0
package io.ratchet.serving;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The rows of one request while they are predicted. One runner at a time works on it. */
final class Ticket {
  private final Rows rows;
  private final long since;
  private final List<Prediction> done;
  private final CompletableFuture<List<Prediction>> result = new CompletableFuture<>();
  private int next;
  private int partBegin;
  private Batcher.@Nullable Run run;
  private boolean counted;

  Ticket(Rows rows, long since) {
    this.rows = rows;
    this.since = since;
    this.done = new ArrayList<>(rows.count());
  }

  /** When it came. */
  long since() {
    return since;
  }

  /** True once, for who counts how long requests wait. */
  boolean isFirstPart() {
    boolean first = !counted;
    counted = true;
    return first;
  }

  int left() {
    return rows.count() - next;
  }

  /** Whether nobody waits for it any more. */
  boolean isOver() {
    return result.isDone();
  }

  /** The next part of its rows. */
  Slice next(int maxRows) {
    partBegin = next;
    next = Math.min(rows.count(), next + maxRows);
    return new Slice(rows, partBegin, next);
  }

  /** Forgets the last part, which failed together with others. */
  void restart() {
    next = partBegin;
  }

  synchronized void runs(Batcher.Run now) {
    run = now;
    if (isOver()) {
      now.giveUp();
    }
  }

  void take(List<Prediction> part) {
    done.addAll(part);
  }

  void end() {
    result.complete(done);
  }

  void fail(Failure failure) {
    result.completeExceptionally(failure);
  }

  List<Prediction> await(Deadline deadline) {
    try {
      return result.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      abandon();
      throw late();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Failure failure ? failure : new IllegalStateException(e);
    } catch (InterruptedException e) {
      abandon();
      Thread.currentThread().interrupt();
      throw Failure.unavailable("the server stops", "send the request to another one", e);
    }
  }

  private synchronized void abandon() {
    if (result.completeExceptionally(late()) && run != null) {
      run.giveUp();
    }
  }

  static Failure late() {
    return new Failure(
        ErrorCode.UPSTREAM_TIMEOUT,
        "the model did not answer in time",
        "send fewer rows at once, or raise serving.timeout");
  }
}
