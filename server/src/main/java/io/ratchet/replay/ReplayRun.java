// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import io.ratchet.base.Json;
import io.ratchet.gateway.Asked;
import io.ratchet.gateway.Completions;
import io.ratchet.gateway.Question;
import io.ratchet.replay.Replay.Progress;
import io.ratchet.routing.PromptReference;
import io.ratchet.storage.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One replay under way in this process: fixes the inputs where that has not been done, asks what
 * has not been answered, and says how it ended. It may end anywhere and be begun again.
 */
final class ReplayRun {
  private final Replay replay;
  private final Database database;
  private final Completions completions;
  private final InputFinder finder;
  private final InputPolicy policy;
  private final InstantSource time;
  private final Budget budget;
  private final AtomicBoolean left = new AtomicBoolean();
  private final AtomicBoolean abandoned = new AtomicBoolean();
  private final AtomicReference<@Nullable RuntimeException> fault = new AtomicReference<>();
  private final AtomicReference<@Nullable String> unpriced = new AtomicReference<>();
  private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch over = new CountDownLatch(1);

  ReplayRun(
      Replay replay,
      Database database,
      Completions completions,
      InputFinder finder,
      InputPolicy policy,
      InstantSource time) {
    this.replay = replay;
    this.database = database;
    this.completions = completions;
    this.finder = finder;
    this.policy = policy;
    this.time = time;
    Progress before = database.read(handle -> PairStore.progress(handle, replay.id()));
    this.budget = new Budget(replay.plan().concurrency(), replay.plan().maxCostNanos(), before);
  }

  /** Lets nothing new begin; what is under way may end. Somebody else goes on, or nobody. */
  void leave() {
    left.set(true);
    budget.close();
  }

  /** Gives up what is under way: its answers are not written. */
  void abandon() {
    abandoned.set(true);
    leave();
    asking.shutdownNow();
  }

  /** Whether it has ended within the time. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    return over.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs until it is through, told to leave, or at fault, which is thrown. */
  void run() throws InterruptedException {
    try {
      boolean through = fix() && ask();
      RuntimeException failed = fault.get();
      if (failed != null) {
        throw failed;
      }
      if (!left.get()) {
        end(through);
      }
    } finally {
      over.countDown();
    }
  }

  private boolean fix() {
    if (replay.pairs() != null) {
      return true;
    }
    InputFinder.Inputs inputs = finder.find(replay.plan(), policy, left::get);
    if (inputs == null) {
      return false;
    }
    database.change(handle -> ReplayStore.fix(handle, replay.id(), inputs));
    return true;
  }

  /** Whether every pair has begun. */
  private boolean ask() throws InterruptedException {
    List<PairStore.Pending> pending =
        database.read(handle -> PairStore.pending(handle, replay.id()));
    try (asking) {
      for (PairStore.Pending pair : pending) {
        if (!budget.begin()) {
          return false;
        }
        asking.execute(() -> both(pair));
      }
    }
    return unpriced.get() == null;
  }

  private void both(PairStore.Pending pair) {
    long paid = 0;
    try {
      switch (finder.of(pair.call(), policy)) {
        case Found.Nothing(Skip reason) ->
            database.change(handle -> PairStore.skip(handle, replay.id(), pair.number(), reason));
        case Found.Input input -> {
          for (Arm arm : Arm.order(pair.number())) {
            if (pair.missing().contains(arm) && !abandoned.get()) {
              paid += one(pair, arm, input);
            }
          }
        }
      }
    } catch (RuntimeException e) {
      fault.compareAndSet(null, e);
      budget.close();
    } finally {
      budget.end(paid);
    }
  }

  /** Asks one version and writes its answer; what was paid for it. */
  private long one(PairStore.Pending pair, Arm arm, Found.Input input) {
    Asked asked = completions.ask(question(pair, arm, input));
    if (abandoned.get()) {
      return 0; // it may have been broken off; it will be asked again
    }
    ReplayAnswer answer = ReplayAnswer.of(asked.call());
    database.change(handle -> PairStore.answer(handle, replay.id(), pair.number(), arm, answer));
    if (!answer.isPriced() && !replay.plan().allowUnpriced()) {
      unpriced.compareAndSet(null, asked.call().provider() + "/" + asked.call().model());
      budget.close();
    }
    Long cost = answer.costNanos();
    return cost == null ? 0 : cost;
  }

  private Question question(PairStore.Pending pair, Arm arm, Found.Input input) {
    String model = replay.plan().model();
    return new Question(
        null,
        new PromptReference(replay.plan().prompt(), replay.plan().version(arm).toString()),
        input.variables(),
        input.more(),
        pair.call(),
        Json.object(),
        model == null ? input.model() : model,
        Map.of("replay", replay.id()),
        Json.object(),
        Map.of());
  }

  private void end(boolean through) {
    String model = unpriced.get();
    String reason =
        through
            ? null
            : model == null
                ? "the cost limit would be passed"
                : "nobody knows the price of " + model + ", so no cost limit can be kept";
    database.write(handle ->
        ReplayStore.end(
            handle,
            replay.id(),
            through ? Status.COMPLETED : Status.STOPPED,
            reason,
            time.instant()));
  }
}
