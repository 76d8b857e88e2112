// SPDX-License-Identifier: Apache-2.0

/**
 * The promises of the statistics, held against simulation: whoever looks after every call decides
 * wrongly no more often than was said, intervals cover, plans come true.
 *
 * <p>Each {@link io.ratchet.bench.proof.Claim} draws its data from a seed of its own and answers a
 * table with the checks behind it; {@link io.ratchet.bench.proof.Page} puts them together. The same
 * seeds and the same effort give the same page. A check fails only where the simulation contradicts
 * the promise beyond chance, and then the promise is what has to change.
 */
@NullMarked
package io.ratchet.bench.proof;

import org.jspecify.annotations.NullMarked;
