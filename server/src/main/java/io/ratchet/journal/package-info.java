// SPDX-License-Identifier: Apache-2.0

/**
 * What happened, in order, for ever: who moved what, when and why.
 *
 * <p>A feature appends its events in the transaction of the change itself, so a change without its
 * event, or an event without its change, cannot exist. A lower feature informs a higher one only
 * this way. The journal stores a type and JSON; each feature owns the meaning of its own.
 *
 * <p>Invariants: entries are never changed or deleted; sequence numbers have no gaps and follow the
 * order of the commits, so that a reader with a cursor misses nothing.
 */
@NullMarked
package io.ratchet.journal;

import org.jspecify.annotations.NullMarked;
