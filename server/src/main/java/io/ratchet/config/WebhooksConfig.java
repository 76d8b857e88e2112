// SPDX-License-Identifier: Apache-2.0
package io.ratchet.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How others are told of changes.
 *
 * @param allowPrivate whether addresses that are not public may be told
 * @param key what secrets are encrypted with; null for one in the data directory
 * @param timeout for one attempt
 * @param maxAttempts after which a delivery is given up
 * @param firstRetry the first pause between attempts; each further one is twice as long
 * @param longestRetry the longest of them
 * @param retention how long deliveries that are over are kept
 * @param maxConcurrent webhooks that are sent to at once
 */
public record WebhooksConfig(
    AllowPrivate allowPrivate,
    @Nullable Secret key,
    Duration timeout,
    int maxAttempts,
    Duration firstRetry,
    Duration longestRetry,
    Duration retention,
    int maxConcurrent) {

  /** When addresses of this machine and its networks may be told. */
  public enum AllowPrivate {
    /** While only this machine can reach the server. */
    WHILE_LOCAL,
    ALWAYS,
    NEVER
  }

  /** Whether they may, where the server listens so. */
  public boolean allowsPrivate(ServerConfig server) {
    return switch (allowPrivate) {
      case WHILE_LOCAL -> server.isLoopback();
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }

  static WebhooksConfig read(Section section) {
    return new WebhooksConfig(
        section.choice(
            "allow_private",
            AllowPrivate.WHILE_LOCAL,
            "Whether webhooks may have addresses that are not public, such as 10.0.0.7;"
                + " while_local: as long as the server listens on the loopback only."),
        section.secret(
            "key",
            "What the secrets of webhooks are encrypted with, the same on every server of one"
                + " database; where it is not written, a file webhooks.key in the data directory."),
        section.duration("timeout", "10s", "100ms", "5m", "How long one attempt may take."),
        section.integer(
            "max_attempts", 24, 1, 1_000, "Attempts after which a delivery is given up."),
        section.duration(
            "first_retry",
            "1s",
            "10ms",
            "1h",
            "The pause before the second attempt; each further one is twice as long."),
        section.duration("longest_retry", "1h", "10ms", "7d", "The longest of those pauses."),
        section.duration(
            "retention", "30d", "1h", "3650d", "How long deliveries that are over are kept."),
        section.integer("max_concurrent", 16, 1, 1_000, "Webhooks that are sent to at once."));
  }
}
