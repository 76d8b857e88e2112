// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which calls to list; null means any.
 *
 * @param from first moment, inclusive
 * @param to last moment, exclusive
 * @param minLatencyMicros calls at least as slow as this
 * @param tags values that the call's tags must have
 */
public record CallFilter(
    @Nullable String kind,
    @Nullable String asset,
    @Nullable String version,
    @Nullable String experiment,
    @Nullable String variant,
    @Nullable Outcome outcome,
    @Nullable String errorType,
    @Nullable String provider,
    @Nullable String model,
    Map<String, String> tags,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable Long minLatencyMicros) {
  public static final CallFilter ANY =
      new CallFilter(
          null, null, null, null, null, null, null, null, null, Map.of(), null, null, null);

  public CallFilter {
    tags = Map.copyOf(tags);
  }
}
