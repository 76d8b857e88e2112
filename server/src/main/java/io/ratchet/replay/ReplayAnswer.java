// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import io.ratchet.call.Call;
import io.ratchet.call.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What one version answered to one input, judged as the gateway judges; null is unknown.
 *
 * @param isPriced whether its cost is known, or it used nothing that would have a price
 */
record ReplayAnswer(
    boolean success,
    @Nullable String errorType,
    @Nullable Long latencyMicros,
    @Nullable Long costNanos,
    boolean isPriced,
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    @Nullable Double completeness) {

  static ReplayAnswer of(Call call) {
    Long input = call.tokens().input();
    Long output = call.tokens().output();
    return new ReplayAnswer(
        call.outcome() == Outcome.SUCCESS,
        call.errorType(),
        call.latencyMicros(),
        call.costNanos(),
        call.costNanos() != null || (input == null && output == null),
        input,
        output,
        call.completeness());
  }
}
