// SPDX-License-Identifier: Apache-2.0
package io.ratchet.monitor;

import io.ratchet.call.Call;
import io.ratchet.call.Metrics;
import io.ratchet.drift.Drifts;
import io.ratchet.drift.Standing;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a version at a moment.
 *
 * @param calls of the last window's time
 * @param drift the latest judgement; null before the first one
 * @param quality share of fit feature values lately; null where unknown
 */
record Signals(
    Call.Subject version,
    Metrics.Figures calls,
    Standing labels,
    Drifts.@Nullable Score drift,
    @Nullable Double quality) {}
