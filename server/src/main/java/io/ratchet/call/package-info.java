// SPDX-License-Identifier: Apache-2.0

/**
 * What was served: every call, the feedback that came later, the windows they add up to, and which
 * unit was seen in which arm of an experiment.
 *
 * <p>A {@link io.ratchet.call.Call} is written to the spool before its answer leaves, and moved
 * into the database in batches, where the same transaction adds it to the windows it belongs to; so
 * a call is counted exactly once, whenever the process dies. Figures over any range merge windows
 * and never scan calls.
 *
 * <p>Invariants: an id is stored once and the first record wins; unknown is null, never 0; money is
 * integer nano-dollars; nothing here knows how a call was made.
 */
@NullMarked
package io.ratchet.call;

import org.jspecify.annotations.NullMarked;
