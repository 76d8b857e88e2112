// SPDX-License-Identifier: Apache-2.0

/**
 * Whether what comes in now looks like what came in then: profiles of features, distances between
 * them, and the rule that calls a difference drift.
 *
 * <p>A {@link io.ratchet.stats.drift.FeatureReference} says how a feature looked when all was well
 * and fixes the cells in which a window's values are counted. Profiles add one value at a time and
 * merge; all distances and tests are read from the same exact counts, so none depends on the number
 * of rows in its cost.
 *
 * <p>Invariants: profiles of one reference merge without loss; a distance is judged beside the
 * noise floor of the sample sizes it comes from; missing values are never values. Bytes read back
 * are trusted in nothing.
 *
 * <p>This package never keeps rows, never knows what a feature means, and never decides what to do
 * about drift.
 */
@NullMarked
package io.ratchet.stats.drift;

import org.jspecify.annotations.NullMarked;
