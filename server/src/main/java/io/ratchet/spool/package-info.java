// SPDX-License-Identifier: Apache-2.0

/**
 * The spool: an append-only log on the local disk that keeps acknowledged records until the
 * database has them, and the buffer that carries a node through a database outage.
 *
 * <p>An entry is a type byte and bytes; what they mean is the caller's business. Appends write to
 * the page cache before they return, so a killed process loses nothing; a force returns after the
 * fsync, so a power cut loses nothing either. Entries come back in order, each at least once: the
 * reader stores the end of what it applied together with its effects, and starts there next time.
 *
 * <p>Invariants: a position is handed out once and never goes back, whatever was lost; a batch is
 * there whole or not at all; what cannot be read is set aside, counted and reported, never dropped
 * in silence; the log is bounded and refuses rather than forgets; after a failed write or fsync it
 * takes no more records, because the kernel may already have thrown the dirty pages away.
 *
 * <p>It never interprets a payload, never retries an fsync, never deletes what was not released and
 * never uses an interruptible channel on the log, where an interrupted request would close the file
 * for everybody.
 */
@NullMarked
package io.ratchet.spool;

import org.jspecify.annotations.NullMarked;
