// SPDX-License-Identifier: Apache-2.0

/**
 * The ground floor: refusals, ids, clocks, digests, JSON and paging that every other room stands
 * on.
 *
 * <p>Nothing here knows a feature, a database or a socket. Time, chance and ids enter the rest of
 * the product through the types of this package, so that a test can replay any run from a seed.
 */
@NullMarked
package io.ratchet.base;

import org.jspecify.annotations.NullMarked;
