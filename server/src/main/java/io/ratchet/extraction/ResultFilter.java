// SPDX-License-Identifier: Apache-2.0
package io.ratchet.extraction;

import io.ratchet.call.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which results to list; null means any.
 *
 * @param from first moment, inclusive
 * @param to last moment, exclusive
 */
record ResultFilter(
    @Nullable String prompt,
    @Nullable String version,
    @Nullable String document,
    @Nullable Outcome outcome,
    @Nullable String experiment,
    @Nullable String variant,
    @Nullable Instant from,
    @Nullable Instant to) {}
