// SPDX-License-Identifier: Apache-2.0

/**
 * Backups, made while the server serves, and put back.
 *
 * <p>A backup is one archive: the database as it was at one moment, every artifact that it names,
 * the key of its secrets, and last a manifest with the length and SHA-256 of each file and the
 * number of rows of each table. Calls that were acknowledged before it began are in the database by
 * then, because they are waited for. Artifacts never change and are held by a second name while
 * they are read, so nothing that the database names is deleted meanwhile.
 *
 * <p>Invariants: an archive without its manifest, or with one byte changed, is refused; nothing is
 * written by a restore before all of it was read and found whole; a restore never changes what is
 * there, it writes beside it and takes its place at the end.
 *
 * <p>Never: holds up writers, includes the prompt files or the configuration, which belong to the
 * operator's repository, or the uploads that are not complete.
 */
@NullMarked
package io.ratchet.backup;

import org.jspecify.annotations.NullMarked;
