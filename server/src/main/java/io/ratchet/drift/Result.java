// SPDX-License-Identifier: Apache-2.0
package io.ratchet.drift;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the rule said of a window.
 *
 * @param score null where nothing could be judged
 * @param isDrifted whether a series drifted: in this window and in enough of the last ones
 * @param report all of it as JSON, without histograms
 */
record Result(
    WindowStore.Key window,
    long calls,
    Instant judgedAt,
    @Nullable Double score,
    String severity,
    boolean isDrifted,
    Suspicions suspicions,
    ObjectNode report) {}
