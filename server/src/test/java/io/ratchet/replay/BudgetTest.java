// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.replay.Replay.Progress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which pairs may begin. */
final class BudgetTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void theFirstPairRunsAloneToLearnWhatOneCosts() throws InterruptedException {
    Budget budget = new Budget(4, 100, Progress.NONE);
    assertThat(budget.begin()).isTrue();
    boolean[] began = {false};
    Thread second =
        Thread.ofVirtual()
            .start(() -> {
              try {
                began[0] = budget.begin();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    while (second.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    budget.end(30);
    assertThat(second.join(SOON)).isTrue();
    assertThat(began[0]).isTrue();
  }

  @Test
  void nothingBeginsThatWouldPassTheLimitAtThePriceOfTheDearest() throws InterruptedException {
    Budget budget = new Budget(4, 100, new Progress(2, 0, 4, 40, 30, 0));

    assertThat(budget.begin()).isTrue();
    assertThat(budget.begin()).as("30 and 30 reach 100").isTrue();
    budget.end(30);
    budget.end(10);
    assertThat(budget.begin()).as("80 and 30 more would be 110").isFalse();
  }

  @Test
  void nothingBeginsOnceTheMoneyIsSpentOrTheDoorIsClosed() throws InterruptedException {
    assertThat(new Budget(1, 100, new Progress(9, 0, 18, 100, 0, 0)).begin()).isFalse();
    Budget budget = new Budget(1, 100, Progress.NONE);
    budget.close();
    assertThat(budget.begin()).isFalse();
  }
}
