// SPDX-License-Identifier: Apache-2.0

/**
 * Runs, traces, models, prompts, evaluation datasets and files come here from an MLflow that was
 * used before, and leave again in a plain form that anybody can read.
 *
 * <p>A {@link io.ratchet.transfer.Source} is read page by page: a database of MLflow, its HTTP
 * interface, or a folder in the plain form. {@link io.ratchet.transfer.ImportWork} checks what it
 * reads by the rules for what is logged here, writes it in batches together with its own position,
 * and at the end reads both sides again and compares them run by run. What is neither a run nor
 * registered comes as lines of the plain form, whatever the source; a {@link
 * io.ratchet.transfer.Shelf} is where a kind of them is kept here.
 *
 * <p>Invariants: ids of runs, numbers of versions and all times stay; the same import again changes
 * nothing; a process that is killed goes on from its position; memory does not grow with the
 * source; what cannot be taken over is named and keeps nothing else from being taken over; nothing
 * counts as imported before both sides were compared.
 *
 * <p>Never: writes to a source, keeps its credentials, or reads what the configuration does not
 * allow.
 */
@NullMarked
package io.ratchet.transfer;

import org.jspecify.annotations.NullMarked;
