// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import io.ratchet.base.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What one request wants of the simulated provider, instead of what it would do by itself.
 *
 * @param latencyMillis of the whole answer
 * @param seed another one makes another answer to the same messages
 */
public record Simulation(
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    @Nullable Double latencyMillis,
    @Nullable Long seed) {
  static final Simulation NONE = new Simulation(null, null, null, null);
  private static final long TOKENS = 10_000_000;
  private static final double LATENCY_MILLIS = 600_000;

  static Simulation read(Fields fields) {
    Simulation simulation =
        new Simulation(
            fields.integer("input_tokens", 0, TOKENS),
            fields.integer("output_tokens", 0, TOKENS),
            fields.number("latency_ms", 0, LATENCY_MILLIS),
            fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE));
    fields.checkUnknown();
    return simulation;
  }
}
