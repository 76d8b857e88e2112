// SPDX-License-Identifier: Apache-2.0

/**
 * How good versions are in production, and what somebody should look at.
 *
 * <p>Predictions are counted in the window of their own time; when a true label joins one, however
 * late, the label is added to that same window: confusion, ranking, errors, how long it took. What
 * is good enough is decided by a pure {@link io.ratchet.monitor.AlertPolicy}; an alert is opened
 * once, changes its level, and is resolved when what it is about is over.
 *
 * <p>Invariants: coverage is always shown beside quality; unknown is null; a drop of accuracy
 * counts when its confidence interval says so, and never on a handful of labels. Nothing here moves
 * a route.
 */
@NullMarked
package io.ratchet.monitor;

import org.jspecify.annotations.NullMarked;
