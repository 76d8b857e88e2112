// SPDX-License-Identifier: Apache-2.0

/**
 * Methods that may be looked at more than once: always-valid ones at any time whatever, group
 * sequential ones at the looks that were planned.
 *
 * <p>What acts by itself reads these and nothing else, so that looking more often never makes a
 * wrong decision more likely than was promised. Each class says what it assumes and how far its
 * promise is proven or only simulated.
 */
@NullMarked
package io.ratchet.stats.sequential;

import org.jspecify.annotations.NullMarked;
