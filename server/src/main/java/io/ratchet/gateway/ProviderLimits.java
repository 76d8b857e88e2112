// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import java.time.Duration;

/**
 * How much a provider is asked for, whoever it is.
 *
 * @param timeout longest wait for a place, and for an answer to begin
 * @param deadline for a whole call, all its attempts and the end of its stream included
 * @param retries how often a failed attempt is repeated at most
 * @param maxConcurrent calls that run at once
 * @param maxQueued calls that wait for one of those to end; any more are refused
 */
public record ProviderLimits(
    Duration timeout, Duration deadline, int retries, int maxConcurrent, int maxQueued) {
  private static final int SIMULATED_CALLS = 512;

  /** Of a provider that has no wire and no configured limits. */
  public static ProviderLimits simulated(Duration deadline) {
    return new ProviderLimits(Duration.ofMinutes(2), deadline, 2, SIMULATED_CALLS, SIMULATED_CALLS);
  }
}
