// SPDX-License-Identifier: Apache-2.0
package io.ratchet.routing;

import io.ratchet.registry.Version;
import org.jspecify.annotations.Nullable;

/**
 * The version that answers one request, and why.
 *
 * @param route the revision that was read
 * @param variant arm of the trial that owns the route; null where the request named a version
 * @param fellBack whether the wanted version could not be read and the last good one answers
 * @param reason in words
 */
public record Resolution<V extends Version>(
    V version, Route route, @Nullable String variant, boolean fellBack, String reason) {}
