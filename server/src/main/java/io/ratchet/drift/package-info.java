// SPDX-License-Identifier: Apache-2.0

/**
 * Whether what versions see and answer still looks as it did when all was well.
 *
 * <p>The {@link io.ratchet.drift.Follower} adds calls up by version and window behind a cursor, in
 * the cells of the version's {@link io.ratchet.drift.References}; the {@link
 * io.ratchet.drift.DriftReconciler} judges windows once they are over, by the rule of {@code
 * stats.drift}, and journals what begins and ends. Reports are computed from those sums; their cost
 * does not grow with the number of calls.
 *
 * <p>Invariants: a call is counted once, in the window of its own time; a window is judged against
 * the reference it was counted by; too few values are said to be too few. Nothing here moves a
 * route or trains a model: drift is a fact, and what to do about it is decided elsewhere.
 */
@NullMarked
package io.ratchet.drift;

import org.jspecify.annotations.NullMarked;
