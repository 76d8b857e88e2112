// SPDX-License-Identifier: Apache-2.0

/**
 * What was deleted goes for good, once it has been deleted for long enough: runs, logged models and
 * groups with all that was logged to them, their traces and scorers, and the files of all of them.
 *
 * <p>{@link io.ratchet.purge.Purges} is the way in. A pass is many short transactions. Each takes
 * things away that are deleted still, together with a note of the rows and files that are left to
 * be cleared, and adds to the counts of the pass; so a process may be killed at any moment, the
 * next pass goes on from the notes, and the journal tells of all that went. A dry run asks the same
 * questions and changes nothing.
 *
 * <p>Invariants: what was restored by the time its transaction comes stays whole; what went is seen
 * by nobody, also before the last of its rows is cleared; files that a registered version is made
 * of stay until it goes. Never: deletes what nobody deleted, or knows how the other rooms keep
 * things.
 */
@NullMarked
package io.ratchet.purge;

import org.jspecify.annotations.NullMarked;
