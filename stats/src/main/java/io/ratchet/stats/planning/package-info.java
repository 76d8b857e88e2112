// SPDX-License-Identifier: Apache-2.0

/**
 * What a number of units can answer, and how many units a question needs: power, sample size and
 * the smallest effect that can be found, before the first unit is spent.
 */
@NullMarked
package io.ratchet.stats.planning;

import org.jspecify.annotations.NullMarked;
