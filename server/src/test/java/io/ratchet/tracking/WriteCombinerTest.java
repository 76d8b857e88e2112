// SPDX-License-Identifier: Apache-2.0
package io.ratchet.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratchet.base.ErrorCode;
import io.ratchet.base.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class WriteCombinerTest {
  private final List<List<Integer>> commits = new CopyOnWriteArrayList<>();

  /** Negative numbers are refused, seven breaks the transaction, a hundred the database. */
  private List<Optional<Failure>> commit(List<Integer> writes) {
    commits.add(writes);
    if (writes.contains(100)) {
      throw Failure.unavailable("the database is away", "wait", null);
    }
    if (writes.contains(7)) {
      throw new IllegalStateException("seven");
    }
    return writes.stream()
        .map(number ->
            number < 0
                ? Optional.of(Failure.invalid("negative " + number, "send more"))
                : Optional.<Failure>empty())
        .toList();
  }

  private WriteCombiner<Integer> combiner(int heaviest, int mostWaiting) {
    return new WriteCombiner<>(this::commit, _ -> 1, heaviest, mostWaiting);
  }

  @Test
  void everyoneGetsTheirOwnRefusal() throws Exception {
    WriteCombiner<Integer> combiner = combiner(1_000, 1_000);
    List<Future<String>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = -50; i < 50; i++) {
        int number = i;
        all.add(threads.submit(() -> outcome(combiner, number)));
      }
    }
    for (int i = -50; i < 50; i++) {
      String expected = i < 0 ? "negative " + i : i == 7 ? "seven" : "done";
      assertThat(all.get(i + 50).get()).isEqualTo(expected);
    }
  }

  private static String outcome(WriteCombiner<Integer> combiner, int number) {
    try {
      combiner.write(number);
      return "done";
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void whatWaitsMeanwhileIsCommittedTogetherUpToItsWeight() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    WriteCombiner<Integer> combiner =
        new WriteCombiner<>(
            writes -> {
              begun.countDown();
              await(goOn);
              return commit(writes);
            },
            _ -> 1,
            10,
            22);
    List<Future<String>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      all.add(threads.submit(() -> outcome(combiner, 0)));
      begun.await();
      for (int i = 1; i <= 21; i++) {
        int number = i == 7 ? 22 : i;
        all.add(threads.submit(() -> outcome(combiner, number)));
      }
      while (combiner.waiting() < 22) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> combiner.write(99))
          .isInstanceOfSatisfying(
              Failure.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXHAUSTED));
      goOn.countDown();
    }
    for (Future<String> one : all) {
      assertThat(one.get()).isEqualTo("done");
    }
    assertThat(commits.stream().map(List::size)).containsExactly(1, 10, 10, 1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aDatabaseThatIsAwayIsToldOfAtOnceAndLeavesTheWriterReady() {
    WriteCombiner<Integer> combiner = combiner(10, 10);
    assertThat(outcome(combiner, 100)).isEqualTo("the database is away");
    assertThat(outcome(combiner, 1)).isEqualTo("done");
    assertThat(commits).hasSize(2);
  }
}
