// SPDX-License-Identifier: Apache-2.0

/** Profiles, distances and the rule of drift, held against simulations of no change. */
@NullMarked
package io.ratchet.stats.drift;

import org.jspecify.annotations.NullMarked;
