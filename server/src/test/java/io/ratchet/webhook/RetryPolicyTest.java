// SPDX-License-Identifier: Apache-2.0
package io.ratchet.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratchet.webhook.RetryPolicy.Decision;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Pauses grow, are spread by chance, have an end, and follow what the receiver asks for. */
final class RetryPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private final RetryPolicy policy =
      new RetryPolicy(
          new WebhookLimits(
              true,
              Duration.ofSeconds(10),
              24,
              Duration.ofSeconds(1),
              Duration.ofHours(1),
              Duration.ofDays(1),
              4));

  private Duration pause(int attempts, double chance) {
    Decision decision = policy.decide(attempts, 503, null, chance, NOW);
    return Duration.between(NOW, ((Decision.Again) decision).at());
  }

  @Test
  void doublesUpToTheLongestPause() {
    assertThat(pause(1, 0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(pause(4, 0)).isEqualTo(Duration.ofSeconds(8));
    assertThat(pause(13, 0)).isEqualTo(Duration.ofHours(1));
    assertThat(pause(23, 0)).isEqualTo(Duration.ofHours(1));
    assertThat(pause(4, 1)).as("half of it by chance").isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void followsWhatTheReceiverAsksForUpToTheLongestPause() {
    assertThat(policy.decide(1, 429, Duration.ofMinutes(5), 0, NOW))
        .isEqualTo(new Decision.Again(NOW.plusSeconds(300)));
    assertThat(policy.decide(1, 429, Duration.ofDays(9), 0, NOW))
        .isEqualTo(new Decision.Again(NOW.plusSeconds(3_600)));
  }

  @Test
  void ends() {
    assertThat(policy.decide(1, 204, null, 0, NOW)).isEqualTo(new Decision.Delivered());
    assertThat(policy.decide(24, null, null, 0, NOW)).isEqualTo(new Decision.Dead());
    assertThat(policy.decide(1, 410, null, 0, NOW)).isEqualTo(new Decision.Dead());
    assertThat(policy.decide(23, 200, null, 0, NOW)).isEqualTo(new Decision.Delivered());
  }
}
