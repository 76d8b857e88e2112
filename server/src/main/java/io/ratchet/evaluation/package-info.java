// SPDX-License-Identifier: Apache-2.0

/**
 * What versions are evaluated on, on MLflow's wire: datasets of records, and the scorers that judge
 * what comes out.
 *
 * <p>A record is known by its inputs: the same ones sent again are merged into it, with a word on
 * how many were new. A dataset knows the names and types of the fields it has seen, how many
 * records it holds, and which groups of runs use it. A scorer is a text that its client
 * understands, kept in numbered versions within a group.
 *
 * <p>Invariants: a request is checked whole before any of it is written; changes of one dataset
 * come one after the other; a number of a scorer is never given twice; what belongs to another
 * project is not found.
 *
 * <p>Never: runs a scorer, or looks into a group of runs.
 */
@NullMarked
package io.ratchet.evaluation;

import org.jspecify.annotations.NullMarked;
