// SPDX-License-Identifier: Apache-2.0
package io.ratchet.call;

import org.jspecify.annotations.Nullable;

/**
 * Tokens of a call in disjoint buckets: their sum is what was processed. Null is unknown.
 *
 * @param input prompt tokens that were not served from the provider's cache
 * @param output generated tokens that the caller sees
 * @param cached prompt tokens served from the provider's cache
 * @param reasoning generated tokens that the caller does not see
 */
public record Tokens(
    @Nullable Long input, @Nullable Long output, @Nullable Long cached, @Nullable Long reasoning) {
  public static final Tokens UNKNOWN = new Tokens(null, null, null, null);
}
