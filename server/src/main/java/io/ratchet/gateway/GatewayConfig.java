// SPDX-License-Identifier: Apache-2.0
package io.ratchet.gateway;

import org.jspecify.annotations.Nullable;

/**
 * What holds for all providers.
 *
 * @param promptModel serves prompts that name no model; null leaves it to the default provider
 * @param keepBodies whether requests and answers are handed on with their calls
 * @param maxAnswerBytes longest answer that is taken from a provider
 * @param maxEventBytes longest single event of a stream
 * @param maxKeptCharacters of a streamed answer that are put together to judge and record it
 * @param maxKeptBytes longest request and longest answer that are handed on; longer ones are not
 */
public record GatewayConfig(
    @Nullable String promptModel,
    boolean keepBodies,
    int maxAnswerBytes,
    int maxEventBytes,
    int maxKeptCharacters,
    int maxKeptBytes) {

  /** What a call holds beside its bodies: names, figures and tags. */
  private static final int DETAIL_BYTES = 64 << 10;

  /** What room is kept for one call, whose bodies may both be as long as they can be. */
  long maxCallBytes() {
    return DETAIL_BYTES + (keepBodies ? 2L * maxKeptBytes : 0);
  }

  public static GatewayConfig of(@Nullable String promptModel, boolean keepBodies) {
    return new GatewayConfig(promptModel, keepBodies, 32 << 20, 4 << 20, 1 << 20, 400_000);
  }
}
