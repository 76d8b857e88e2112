// SPDX-License-Identifier: Apache-2.0

/**
 * Methods for one look at a planned end: tests and intervals about rates, means, ratios, quantiles
 * and shares.
 *
 * <p>Each keeps its promise for a single look. What looks again, or decides by itself, takes {@link
 * io.ratchet.stats.sequential} instead; these are then shown beside it, labelled as not for
 * stopping.
 */
@NullMarked
package io.ratchet.stats.fixed;

import org.jspecify.annotations.NullMarked;
