// SPDX-License-Identifier: Apache-2.0
package io.ratchet.simulation;

import org.jspecify.annotations.Nullable;

/**
 * What to do where a plan takes too long.
 *
 * @param way a stable word
 * @param units in all arms, or inputs that are replayed; null where it is no matter of units
 */
record WayOut(String way, String text, @Nullable Long units, @Nullable Double days) {}
