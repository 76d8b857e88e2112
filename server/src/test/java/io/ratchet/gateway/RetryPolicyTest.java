// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.gateway.RetryPolicy.Decision.Again;
import io.ratchet.gateway.RetryPolicy.Decision.Enough;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryPolicyTest {
  private static final Duration LONG = Duration.ofHours(1);
  private final RetryPolicy policy =
      new RetryPolicy(8, Duration.ofMillis(250), Duration.ofSeconds(8));

  @ParameterizedTest
  @CsvSource({
    "1, 1.0, 250",
    "1, 0.5, 125",
    "1, 0.0, 0",
    "2, 1.0, 500",
    "3, 1.0, 1000",
    "6, 1.0, 8000",
    "7, 1.0, 8000",
    "8, 0.5, 4000",
  })
  void waitsUpToTwiceAsLongEachTimeAndNeverLongerThanTheLongest(
      int attempts, double uniform, long millis) {
    assertThat(policy.decide(attempts, null, LONG, uniform))
        .isEqualTo(new Again(Duration.ofMillis(millis)));
  }

  @Test
  void hasEnoughWhenTheRetriesAreSpent() {
    assertThat(policy.decide(9, null, LONG, 0)).isEqualTo(new Enough());
    assertThat(RetryPolicy.of(0).decide(1, null, LONG, 0)).isEqualTo(new Enough());
  }

  @Test
  void waitsAtLeastAsLongAsTheProviderAsks() {
    assertThat(policy.decide(1, Duration.ofSeconds(30), LONG, 1))
        .isEqualTo(new Again(Duration.ofSeconds(30)));
    assertThat(policy.decide(3, Duration.ofMillis(1), LONG, 1))
        .isEqualTo(new Again(Duration.ofSeconds(1)));
  }

  @Test
  void hasEnoughWhereTheWaitWouldPassTheDeadline() {
    Duration second = Duration.ofSeconds(1);
    assertThat(policy.decide(1, second, second, 0)).isEqualTo(new Enough());
    assertThat(policy.decide(1, second, second.plusNanos(1), 0)).isEqualTo(new Again(second));
  }

  @Test
  void doublesWithoutOverflowHoweverManyAttempts() {
    RetryPolicy endless = new RetryPolicy(1000, Duration.ofMillis(250), Duration.ofSeconds(8));
    for (int attempts = 1; attempts <= 1000; attempts++) {
      assertThat(endless.decide(attempts, null, LONG, 1))
          .isInstanceOfSatisfying(
              Again.class,
              again ->
                  assertThat(again.after())
                      .isBetween(Duration.ofMillis(250), Duration.ofSeconds(8)));
    }
  }
}
